#include "service/understand/quantities.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace needlepoint {
namespace {

using Words = std::vector<Word>;

// The word at `i`, or "" outside sentence `s`.
absl::string_view At(const Message& m, int i, int s) {
  if (i < m.sentences[s].first || i >= m.sentences[s].last) return "";
  return m.words[i].text;
}

// Lengths that are sold; a bare number is one only if it is among them.
bool IsSoldLength(double mm) {
  static constexpr std::array<double, 23> kLengths = {0.1,  0.15, 0.18, 0.2,  0.25, 0.3, 0.35, 0.4,
                                                      0.5,  0.6,  0.7,  0.75, 0.8,  0.9, 1.0,  1.2,
                                                      1.25, 1.5,  1.75, 2.0,  2.25, 2.5, 3.0};
  return std::any_of(kLengths.begin(), kLengths.end(),
                     [&](double l) { return std::abs(l - mm) < 1e-6; });
}

constexpr double kShortestMm = 0.05;
constexpr double kLongestMm = 6;

bool IsMillimetre(absl::string_view w) {
  return IsOneOf(w, {"mm", "mms", "mil", "mils", "millimeter", "millimeters", "millimetre",
                     "millimetres", "milli", "milimeter", "mill"});
}

bool IsMicron(absl::string_view w) {
  return IsOneOf(w, {"micron", "microns", "um", "micrometer", "micrometers", "micrometre",
                     "micrometres", "mic"});
}

// Units and words that make a number count something else.
bool IsOtherUnit(absl::string_view w) {
  return IsOneOf(
      w, {"mg",      "ml",       "g",       "kg",      "cm",     "m",       "pm",      "am",
          "percent", "x",        "k",       "quid",    "pounds", "dollars", "euros",   "usd",
          "gbp",     "rs",       "hours",   "hour",    "hrs",    "hr",      "h",       "days",
          "day",     "weeks",    "week",    "wks",     "wk",     "months",  "month",   "years",
          "year",    "yrs",      "yr",      "minutes", "mins",   "min",     "seconds", "secs",
          "times",   "sessions", "session", "needles", "pins",   "spf",     "degrees", "c",
          "f",       "inch",     "inches",  "stars",   "stone",  "lbs",     "mcg",     "iu",
          "nm",      "hrs"});
}

bool PrecededByOtherMeasure(const Message& m, int i, int s) {
  for (int back = 1; back <= 3; ++back) {
    if (IsOneOf(At(m, i - back, s),
                {"inr", "a1c", "hba1c", "spf", "temp", "temperature", "fever", "version", "tret",
                 "tretinoin", "retinol", "strength", "order", "bmi"}))
      return true;
  }
  return false;
}

int Roman(absl::string_view w) {
  static constexpr std::array<absl::string_view, 6> kRoman = {"i", "ii", "iii", "iv", "v", "vi"};
  const auto it = std::find(kRoman.begin(), kRoman.end(), w);
  return it == kRoman.end() ? 0 : static_cast<int>(it - kRoman.begin()) + 1;
}

}  // namespace

std::vector<LengthReading> ReadLengths(const Message& m) {
  std::vector<LengthReading> lengths;
  const Words& words = m.words;
  for (int i = 0; i < static_cast<int>(words.size()); ++i) {
    const Word& word = words[i];
    if (!word.is_number) continue;
    const int s = word.sentence;
    double value = word.number;
    int last = i + 1;
    // "1/2 mm", "half a mm", "quarter mil"
    if (word.after == "/" && last < m.sentences[s].last && words[last].is_number &&
        words[last].number > 0) {
      const double half = value / words[last].number;
      if (half < 1 && !IsMillimetre(At(m, last + 1, s))) continue;
      value = half;
      ++last;
    }
    // "one and a half mm"
    if (At(m, last, s) == "and" && At(m, last + 1, s) == "a" && At(m, last + 2, s) == "half") {
      value += 0.5;
      last += 3;
    }
    int unit = last;
    if (IsOneOf(At(m, unit, s), {"a", "of"})) ++unit;
    const absl::string_view next = At(m, unit, s);
    // "two point five", "point two five"
    const int point = At(m, i - 1, s) == "point" ? i - 1 : i + 1;
    if (word.number_word && At(m, point, s) == "point") {
      double spoken = point < i ? 0 : word.number, place = 1;
      int digit = point + 1;
      for (; digit < m.sentences[s].last && words[digit].number_word && words[digit].number < 10;
           ++digit)
        spoken += words[digit].number * (place /= 10);
      if (IsSoldLength(spoken)) {
        if (IsMillimetre(At(m, digit, s))) ++digit;
        lengths.push_back({spoken, std::min(point, i), digit});
        i = digit - 1;
        continue;
      }
    }
    if (IsOneOf(next, {"inch", "inches", "in"}) && value > 0 && value < 0.25) {
      lengths.push_back({std::round(value * 25.4 * 100) / 100, i, unit + 1});
      continue;
    }
    const bool micron = IsMicron(next) || word.after == "µ" || word.after == "μ";
    if (IsMillimetre(next) || micron) {
      const double mm = micron ? value / 1000 : value;
      if (mm >= kShortestMm && mm <= kLongestMm)
        lengths.push_back({mm, i, std::min(unit + 1, m.sentences[s].last)});
      i = std::max(i, last - 1);  // the second half of a fraction is no number
      continue;
    }
    if (word.number_word || word.after == "%" || word.after == "/" || !word.before.empty()) {
      const bool harmless =
          IsOneOf(word.before, {"+", "&", "-", "~", "="}) && !word.number_word && word.after != "%";
      if (!harmless) continue;
    }
    const absl::string_view raw = word.span.In(m.text);
    const bool decimal = absl::StrContains(raw, '.') || absl::StrContains(raw, ',');
    if (!decimal || !IsSoldLength(value)) continue;
    if (IsOtherUnit(At(m, i + 1, s)) || PrecededByOtherMeasure(m, i, s)) continue;
    lengths.push_back({value, i, i + 1});
  }
  return lengths;
}

std::vector<CountReading> ReadAges(const Message& m, const Triggers& triggers) {
  std::vector<CountReading> ages;
  for (int i = 0; i < static_cast<int>(m.words.size()); ++i) {
    const Word& word = m.words[i];
    if (!word.is_number || word.number != std::floor(word.number) || word.number < 1 ||
        word.number > 110)
      continue;
    if (word.after == "%" || !IsOneOf(word.before, {"", "-", "~", "/"})) continue;
    const int s = word.sentence;
    const absl::string_view next = At(m, i + 1, s), after_next = At(m, i + 2, s);
    const absl::string_view previous = At(m, i - 1, s), before_previous = At(m, i - 2, s);
    const bool glued = i + 1 < m.sentences[s].last && m.words[i + 1].span.start == word.span.end;
    bool is_age = IsOneOf(next, {"yo", "yr", "yrs", "year", "years", "y"}) &&
                  IsOneOf(after_next, {"old", "o", "olds"});
    is_age = is_age || next == "yo" || next == "yos" || IsOneOf(next, {"bday", "birthday"});
    is_age = is_age || (glued && IsOneOf(next, {"f", "m", "th", "st", "nd", "rd"}) &&
                        (IsOneOf(next, {"f", "m"}) || IsOneOf(after_next, {"bday", "birthday"})));
    // "F38": the tokenizer keeps letter and number together.
    const bool counted =
        IsOtherUnit(next) || IsMillimetre(next) ||
        IsOneOf(next, {"done", "so", "goes", "passes", "more", "out", "of", "or", "to"}) ||
        (i + 1 < m.sentences[s].last && m.words[i + 1].is_number);
    const bool before_is_comma = word.comma_before;
    const bool comma_after = i + 1 >= m.sentences[s].last || m.words[i + 1].comma_before;
    if (!counted && !(word.number_word && word.number < 13)) {
      is_age = is_age || IsOneOf(previous, {"im", "aged", "age", "turned", "turning", "hes", "shes",
                                            "youre"});
      is_age = is_age || (previous == "am" && before_previous == "i");
      is_age = is_age ||
               (previous == "is" && triggers.Within("relative", i - 2, i - 1) != nullptr) ||
               (previous == "is" && triggers.Within("child", i - 2, i - 1) != nullptr);
      is_age =
          is_age || (before_is_comma && comma_after && i > m.sentences[s].first &&
                     (triggers.Within("relative", i - 1, i) || triggers.Within("child", i - 1, i) ||
                      triggers.Within("client", i - 1, i)));
      // "52, smoked till 40" and "..., 38"
      // "wife's 41", "one of my ladies, 54 and on ..."
      const bool of_person = triggers.Within("relative", i - 1, i) != nullptr ||
                             triggers.Within("child", i - 1, i) != nullptr ||
                             triggers.Within("client", i - 1, i) != nullptr;
      const bool closes = comma_after || IsOneOf(next, {"and", "who", "with", "on"});
      is_age = is_age || (of_person && closes && i > m.sentences[s].first && word.number >= 2);
      // "F/27/toronto", "thinning hairline, 23, be kind"
      is_age = is_age || (IsOneOf(previous, {"f", "m"}) && word.before == "/");
      is_age =
          is_age || (before_is_comma && comma_after && word.number >= 13 && word.after.empty());
      is_age = is_age || (comma_after && i == m.sentences[s].first && i + 1 < m.sentences[s].last &&
                          word.number >= 13);
      is_age = is_age || (before_is_comma && i + 1 == m.sentences[s].last && word.number >= 13 &&
                          m.text.substr(word.span.start - 1, 1) == " ");
    }
    if (IsOneOf(previous, {"was", "until", "till", "since", "about"})) is_age = false;
    // "explain it like I'm 5"
    if (previous == "im" && before_previous == "like") is_age = false;
    if (is_age) ages.push_back({static_cast<int>(word.number), i, i + 1});
  }
  // "F38", "m26"
  for (int i = 0; i < static_cast<int>(m.words.size()); ++i) {
    const std::string& text = m.words[i].text;
    if (text.size() == 3 && (text[0] == 'f' || text[0] == 'm') && absl::ascii_isdigit(text[1]) &&
        absl::ascii_isdigit(text[2])) {
      ages.push_back({(text[1] - '0') * 10 + (text[2] - '0'), i, i + 1});
    }
  }
  return ages;
}

std::vector<CountReading> ReadFitzpatrick(const Message& m) {
  std::vector<CountReading> types;
  for (int i = 0; i < static_cast<int>(m.words.size()); ++i) {
    const int s = m.words[i].sentence;
    int value = m.words[i].is_number && !m.words[i].number_word
                    ? static_cast<int>(m.words[i].number)
                    : Roman(m.words[i].text);
    if (value < 1 || value > 6 || (m.words[i].is_number && m.words[i].number != value)) continue;
    if (IsMillimetre(At(m, i + 1, s)) || IsOtherUnit(At(m, i + 1, s))) continue;
    const absl::string_view previous = At(m, i - 1, s), before_previous = At(m, i - 2, s);
    const bool fitz =
        IsOneOf(previous, {"fitz", "fitzpatrick", "fitzpatricks"}) ||
        (previous == "type" && IsOneOf(before_previous, {"fitz", "fitzpatrick", "skin"})) ||
        (previous == "tone" && before_previous == "skin") ||
        (previous == "skin" && before_previous == "fitzpatrick");
    const bool skin_follows =
        previous == "type" && IsOneOf(At(m, i + 1, s), {"skin", "fitzpatrick", "complexion"});
    if (fitz || skin_follows) types.push_back({value, i - 1, i + 1});
  }
  return types;
}

std::vector<CountReading> ReadGestation(const Message& m) {
  constexpr int kFewest = 4, kMost = 42;
  std::vector<CountReading> weeks;
  for (int i = 0; i < static_cast<int>(m.words.size()); ++i) {
    const Word& word = m.words[i];
    if (!word.is_number || word.number != std::floor(word.number) || word.number < kFewest ||
        word.number > kMost)
      continue;
    const int s = word.sentence;
    const absl::string_view previous = At(m, i - 1, s), after = At(m, i + 2, s);
    const bool of_person = previous == "im" || (previous == "am" && At(m, i - 2, s) == "i") ||
                           IsOneOf(previous, {"shes"});
    const bool counted = IsOneOf(At(m, i + 1, s), {"weeks", "wks", "week"});
    const bool closes = after.empty() || IsOneOf(after, {"btw", "along", "gone", "preggers"}) ||
                        (i + 2 < m.sentences[s].last && m.words[i + 2].comma_before);
    if (of_person && counted && closes) weeks.push_back({static_cast<int>(word.number), i, i + 2});
  }
  return weeks;
}

std::vector<CountReading> ReadSessions(const Message& m) {
  std::vector<CountReading> counts;
  for (int i = 0; i < static_cast<int>(m.words.size()); ++i) {
    const Word& word = m.words[i];
    if (!word.is_number || word.number != std::floor(word.number) || word.number > 60 ||
        !word.before.empty() || word.after == "%")
      continue;
    const int s = word.sentence;
    int unit = i + 1;
    while (IsOneOf(At(m, unit, s),
                   {"clinic", "pro", "professional", "home", "full", "derma", "dermapen", "skinpen",
                    "needling", "microneedling", "roll", "rolling", "prp", "morpheus8", "rf"}))
      ++unit;
    const absl::string_view next = At(m, unit, s);
    const bool sessions =
        IsOneOf(next, {"session", "sessions", "treatment", "treatments", "sitting", "sittings",
                       "rounds", "appointments", "goes", "visits"});
    const absl::string_view previous = At(m, i - 1, s), before_previous = At(m, i - 2, s);
    const bool done_before =
        IsOneOf(previous,
                {"had", "did", "done", "after", "completed", "finished", "ive", "have"}) ||
        (previous == "already" || before_previous == "had" || before_previous == "did");
    const bool done_after = [&] {
      for (int k = unit; k <= unit + 3; ++k) {
        if (IsOneOf(At(m, k, s), {"done", "in"})) return true;
        if (At(m, k, s) == "so" && At(m, k + 1, s) == "far") return true;
        if (At(m, k, s) == "in" && IsOneOf(At(m, k + 1, s), {"all", "total"})) return true;
        if (At(m, k, s) == "at" && IsOneOf(At(m, k + 2, s), {"places", "clinics"})) return true;
      }
      return false;
    }();
    const bool planned = IsOneOf(previous, {"another", "more", "next", "need", "booked", "want",
                                            "wants", "will", "of", "plan", "package"}) ||
                         IsOneOf(At(m, unit + 1, s), {"more", "left", "booked", "planned", "to"}) ||
                         IsOneOf(next, {"more"});
    if (planned) continue;
    const bool device = i + 1 < m.sentences[s].last && unit > i + 1;
    if ((sessions && (done_before || done_after)) ||
        (done_after && IsOneOf(next, {"done", "so"})) ||
        (done_before && device && previous == "did") ||
        (previous == "done" && At(m, i + 1, s).empty())) {
      counts.push_back({static_cast<int>(word.number), i, unit});
    }
  }
  // "had the pen done twice"
  for (int i = 1; i < static_cast<int>(m.words.size()); ++i) {
    const int s = m.words[i].sentence;
    const bool rate = IsOneOf(At(m, i + 1, s), {"a", "an", "per", "every", "each", "daily",
                                                "weekly", "monthly", "in", "as"});
    if (!IsOneOf(m.words[i].text, {"twice", "thrice"}) || rate) continue;
    for (int back = 1; back <= 4; ++back) {
      if (!IsOneOf(At(m, i - back, s), {"had", "did", "done", "rolled", "needled", "been"}))
        continue;
      counts.push_back({m.words[i].text == "twice" ? 2 : 3, i, i + 1});
      break;
    }
  }
  // "just had my third"
  static constexpr std::array<absl::string_view, 6> kOrdinals = {"first",  "second", "third",
                                                                 "fourth", "fifth",  "sixth"};
  for (int i = 2; i < static_cast<int>(m.words.size()); ++i) {
    const auto ordinal = std::find(kOrdinals.begin(), kOrdinals.end(), m.words[i].text);
    if (ordinal == kOrdinals.end() || m.words[i].sentence != m.words[i - 2].sentence) continue;
    const int s = m.words[i].sentence;
    const bool done =
        IsOneOf(At(m, i - 2, s), {"had", "after", "since", "did", "finished", "done", "post"});
    const bool counts_sessions =
        At(m, i + 1, s).empty() ||
        IsOneOf(At(m, i + 1, s), {"session", "one", "treatment", "sitting", "appointment"});
    if (done && IsOneOf(At(m, i - 1, s), {"my", "the", "her", "his"}) && counts_sessions) {
      counts.push_back({static_cast<int>(ordinal - kOrdinals.begin()) + 1, i, i + 1});
    }
  }
  return counts;
}

}  // namespace needlepoint
