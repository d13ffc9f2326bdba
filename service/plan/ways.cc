#include "service/plan/ways.h"

#include <algorithm>

namespace needlepoint {
namespace {

constexpr char kSkincareOnly[] = "skincare-only";
constexpr char kHome[] = "HOME";
constexpr char kProfessional[] = "PROFESSIONAL";

// The question of somebody who goes the way of `row`.
Question TermsOf(const Protocol& row, const Question& question) {
  Question terms = question;
  Profile& p = terms.profile;
  p.setting = row.setting;
  const auto needle = row.numbers.find("needle_length_mm");
  const auto interval = row.numbers.find("interval_days");
  // What the person has in mind is not what this row is done with. A row that
  // names no device is for needles without radiofrequency.
  if (!row.device.empty()) {
    p.device = row.device;
  } else if (p.device == "RF" || !HasNeedles(row)) {
    p.device.clear();
  }
  p.needle_length_mm.reset();
  terms.needle_lengths_mm.clear();
  if (needle != row.numbers.end()) {
    p.needle_length_mm = needle->second.max;
    terms.needle_lengths_mm = {needle->second.max};
  }
  p.session_interval_days.reset();
  if (interval != row.numbers.end()) p.session_interval_days = interval->second.min;
  return terms;
}

class WayFinder {
 public:
  WayFinder(const Snapshot& snapshot, const Question& question, const Screening& screening)
      : snapshot_(snapshot),
        rows_(snapshot.knowledge().protocols),
        question_(question),
        profile_(question.profile),
        screening_(screening) {}

  std::vector<Way> Run() {
    for (const std::string& concern : LeadingConcerns(profile_, screening_)) AddRows(concern);
    const bool ask_somebody = screening_.disposition >= Disposition::kConsult;
    if (ask_somebody && std::none_of(ways_.begin(), ways_.end(),
                                     [](const Way& way) { return way.option == kReview; }))
      ways_.push_back({.option = kReview});
    std::vector<Way> open;
    for (Way& way : ways_) {
      way.terms = way.rows.empty() ? question_ : TermsOf(Leading(way), question_);
      if (!IsAlwaysOpen(way.option))
        way.screening = Screen(snapshot_, {way.terms.profile, &way.terms});
      if (IsBarred(way)) continue;
      way.recommended = IsRecommended(way);
      open.push_back(std::move(way));
    }
    std::stable_sort(open.begin(), open.end(), [&](const Way& a, const Way& b) {
      return std::make_pair(!a.recommended, !IsInSetting(a)) <
             std::make_pair(!b.recommended, !IsInSetting(b));
    });
    return open;
  }

 private:
  const Protocol& Leading(const Way& way) const { return rows_[way.rows.front()]; }

  // Adds, of each option, the row that fits `concern` most closely.
  void AddRows(const std::string& concern) {
    std::vector<int> closest;  // one for each option
    for (size_t i = 0; i < rows_.size(); ++i) {
      const int row = static_cast<int>(i);
      if (!CodeIs(concern, rows_[i].concern) || !IsWithin(rows_[i])) continue;
      if (snapshot_.ProtocolCondition(row).Evaluate({profile_, &question_}) != Truth::kTrue)
        continue;
      const auto same = std::find_if(closest.begin(), closest.end(), [&](int other) {
        return rows_[other].option == rows_[i].option;
      });
      if (same == closest.end()) {
        closest.push_back(row);
      } else if (rows_[i].concern.size() > rows_[*same].concern.size()) {
        *same = row;
      }
    }
    for (const int row : closest) {
      auto way = std::find_if(ways_.begin(), ways_.end(),
                              [&](const Way& w) { return w.option == rows_[row].option; });
      if (way == ways_.end()) {
        ways_.push_back({.option = rows_[row].option});
        way = ways_.end() - 1;
      }
      if (std::find(way->rows.begin(), way->rows.end(), row) == way->rows.end())
        way->rows.push_back(row);
    }
  }

  // Who goes to a professional is offered no needles at home, and who has a
  // device at home none of another kind.
  bool IsWithin(const Protocol& row) const {
    if (row.setting != kHome || !HasNeedles(row)) return true;
    if (profile_.setting == kProfessional) return false;
    const bool has_rows = std::any_of(rows_.begin(), rows_.end(), [&](const Protocol& r) {
      return r.setting == kHome && !profile_.device.empty() && r.device == profile_.device;
    });
    return !has_rows || row.device == profile_.device;
  }

  bool IsInSetting(const Way& way) const {
    return way.rows.empty() || profile_.setting.empty() || profile_.setting == "UNDECIDED" ||
           Leading(way).setting == profile_.setting;
  }

  static bool IsBarred(const Way& way) {
    return std::any_of(way.screening.findings.begin(), way.screening.findings.end(),
                       [](const Finding& f) { return f.disposition >= Disposition::kAvoid; });
  }

  bool IsRecommended(const Way& way) const {
    const bool first_line =
        !way.rows.empty() && std::any_of(way.rows.begin(), way.rows.end(),
                                         [&](int row) { return !rows_[row].first_line.empty(); });
    if (way.option == kReview) return first_line || screening_.disposition >= Disposition::kConsult;
    return first_line && !Leading(way).first_line.empty() && IsInSetting(way) &&
           way.screening.disposition <= Disposition::kCaution &&
           screening_.disposition <= Disposition::kCaution;
  }

  const Snapshot& snapshot_;
  const std::vector<Protocol>& rows_;
  const Question& question_;
  const Profile& profile_;
  const Screening& screening_;
  std::vector<Way> ways_;
};

}  // namespace

bool IsAlwaysOpen(absl::string_view option) { return option == kReview || option == kSkincareOnly; }

bool HasNeedles(const Protocol& row) {
  return !row.device.empty() || row.numbers.contains("needle_length_mm");
}

std::vector<std::string> LeadingConcerns(const Profile& profile, const Screening& screening) {
  std::vector<std::string> concerns = profile.concerns;
  std::stable_partition(concerns.begin(), concerns.end(), [&](const std::string& concern) {
    return std::any_of(screening.findings.begin(), screening.findings.end(), [&](const Finding& f) {
      return std::any_of(f.because.begin(), f.because.end(), [&](const Because& because) {
        return because.field == FieldName(Field::kConcerns) && CodeIs(concern, because.value);
      });
    });
  });
  return concerns;
}

std::vector<Way> FindWays(const Snapshot& snapshot, const Question& question,
                          const Screening& screening) {
  return WayFinder(snapshot, question, screening).Run();
}

}  // namespace needlepoint
