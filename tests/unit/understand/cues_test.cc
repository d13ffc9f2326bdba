// How a message follows on from those before it, read on the guide's own triggers.

#include "service/understand/cues.h"

#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"

#include "tests/unit/understand/reading_knowledge.h"

namespace needlepoint {
namespace {

// "no continues number=34": the cues that there are, in the order of the struct.
std::string CuesText(const Cues& cues) {
  std::vector<std::string> items;
  switch (cues.reply) {
    case Cues::Reply::kNone:
      break;
    case Cues::Reply::kYes:
      items.emplace_back("yes");
      break;
    case Cues::Reply::kNo:
      items.emplace_back("no");
      break;
    case Cues::Reply::kWhy:
      items.emplace_back("why");
      break;
    case Cues::Reply::kThanks:
      items.emplace_back("thanks");
      break;
  }
  const auto flag = [&](bool is, const char* name) {
    if (is) items.emplace_back(name);
  };
  flag(cues.continues, "continues");
  flag(cues.not_mine, "not-mine");
  flag(cues.takes_back, "takes-back");
  flag(cues.forgets, "forgets");
  flag(cues.attended, "attended");
  flag(cues.slip, "slip");
  flag(cues.recovered, "recovered");
  flag(cues.supported, "supported");
  const auto number = [&](const std::optional<double>& value, const char* name) {
    if (value.has_value()) items.push_back(absl::StrCat(name, "=", *value));
  };
  number(cues.elapsed_hours, "elapsed");
  number(cues.number, "number");
  number(cues.ago_hours, "ago");
  return absl::StrJoin(items, " ");
}

struct CueCase {
  std::string text;
  std::string want;     // cues that must be there
  std::string without;  // and that must not
};
void PrintTo(const CueCase& c, std::ostream* os) { *os << "`" << c.text << "`"; }

class CuesTest : public testing::TestWithParam<CueCase> {};

TEST_P(CuesTest, AreRead) {
  const std::string cues = absl::StrCat(
      " ", CuesText(GuideUnderstander().Read(GetParam().text, {}, ReferenceTime()).cues), " ");
  const auto has = [&](absl::string_view cue) {
    return cues.find(absl::StrCat(" ", cue, " ")) != std::string::npos;
  };
  for (const absl::string_view cue : absl::StrSplit(GetParam().want, ' ', absl::SkipEmpty()))
    EXPECT_TRUE(has(cue)) << cue << " of [" << cues << "]";
  for (const absl::string_view cue : absl::StrSplit(GetParam().without, ' ', absl::SkipEmpty()))
    EXPECT_FALSE(has(cue)) << cue << " of [" << cues << "]";
}

INSTANTIATE_TEST_SUITE_P(Replies, CuesTest,
                         testing::ValuesIn(std::vector<CueCase>{
                             {"yes", "yes", ""},
                             {"Yeah, I do.", "yes", "no"},
                             {"yep", "yes", ""},
                             {"ok yes, that is right", "yes", ""},
                             {"no", "no", "yes"},
                             {"Nope!", "no", ""},
                             {"none of those", "no", ""},
                             {"none of the above", "no", ""},
                             {"no, I don't", "no", ""},
                             {"not that I know of", "no", ""},
                             {"neither", "no", ""},
                             {"why?", "why", "no yes"},
                             {"ok but why", "why", ""},
                             {"how come?", "why", ""},
                             {"thanks!", "thanks", "yes no"},
                             {"Thank you so much, that helps", "thanks", ""},
                             {"cheers", "thanks", ""},
                             {"got it, thanks", "thanks", ""},
                             // What says more is no mere reply.
                             {"no, can I roll with eczema?", "", "no"},
                             {"yes I have eczema and take warfarin", "", "yes"},
                             {"thanks, and how often can I roll?", "", "thanks"},
                             {"why is my face still red after a week?", "", "why"},
                             // Seven words are a reply, eight are none.
                             {"ok so well no then thats good", "no", ""},
                             {"ok so well no then thats really good", "", "no"},
                             {"", "", "yes no why thanks"},
                             {"?!", "", "yes no why thanks"},
                         }));

INSTANTIATE_TEST_SUITE_P(FollowOn, CuesTest,
                         testing::ValuesIn(std::vector<CueCase>{
                             {"and at home?", "continues", ""},
                             {"What about 1 mm then?", "continues number=1", ""},
                             {"how about the neck?", "continues", ""},
                             {"ok and how often with that", "continues", ""},
                             {"same for my neck?", "continues", ""},
                             // It opens the message, or it is none.
                             {"Can I roll my face and what about my neck?", "", "continues"},
                             {"Can I roll my face?", "", "continues"},
                         }));

INSTANTIATE_TEST_SUITE_P(TakingBack, CuesTest,
                         testing::ValuesIn(std::vector<CueCase>{
                             {"no, it was my sister", "not-mine", ""},
                             {"it's my brother who takes it", "not-mine", ""},
                             {"not me, my mum", "not-mine", ""},
                             {"I take it", "", "not-mine"},
                             {"never mind", "takes-back", ""},
                             {"just kidding", "takes-back", ""},
                             {"haha ok sorry", "takes-back", ""},
                             {"I mind the pain", "", "takes-back"},
                             {"forget what I said about eczema", "forgets", ""},
                             {"scratch that", "forgets", ""},
                             {"take that back", "forgets", ""},
                             {"ok please ignore that", "forgets", ""},
                             {"can you forget what I said?", "forgets", ""},
                             {"the needles are mine, forget about my sister", "forgets", ""},
                             // Only an order takes anything away.
                             {"I always forget my cream", "", "forgets"},
                             {"I scratch my face at night", "", "forgets"},
                             {"should I ignore the redness?", "", "forgets"},
                             {"typo, 0.25", "slip number=0.25", ""},
                             {"26!! fat fingers", "slip number=26", ""},
                             {"oops, I meant 34", "slip number=34", ""},
                             {"0.25!!", "slip number=0.25", ""},
                             {"My roller is 0.25 mm.", "", "slip"},
                         }));

INSTANTIATE_TEST_SUITE_P(Healing, CuesTest,
                         testing::ValuesIn(std::vector<CueCase>{
                             {"been to the doctor", "attended", ""},
                             {"ok went in", "attended", ""},
                             {"the gp gave me antibiotics", "attended", ""},
                             {"the doctor says it is healing, can I roll again?", "attended", ""},
                             // What is only asked, denied or awaited takes no warning away.
                             {"should I go see a doctor?", "", "attended"},
                             {"I have not seen a doctor yet", "", "attended"},
                             {"haven't been to the doctor", "", "attended"},
                             {"what if the doctor says it is fine", "", "attended"},
                             {"all healed now", "recovered", ""},
                             {"it's completely gone now", "recovered", ""},
                             {"back to normal", "recovered", ""},
                             {"all healed, can I roll again?", "recovered", ""},
                             {"all healed can i roll again?", "recovered", ""},
                             {"no pus any more, all healed", "recovered", ""},
                             {"that was ages ago", "recovered", ""},
                             {"is that normal?", "", "recovered"},
                             {"its red and hot is that normal", "", "recovered"},
                             {"red, is it normal again", "", "recovered"},
                             {"healed now?", "", "recovered"},
                             {"it does not look normal", "", "recovered"},
                             {"it has not healed", "", "recovered"},
                             {"it isn't back to normal", "", "recovered"},
                             {"once it has all healed I will go on", "", "recovered"},
                             {"14 months ago", "", "recovered"},
                             {"I'm safe, my sister is coming over", "supported", ""},
                             {"I rang the samaritans", "supported", ""},
                             {"I am not safe", "", "supported"},
                             {"I haven't told my sister", "", "supported"},
                             {"should I have called my mum?", "", "supported"},
                             {"is it safe?", "", "supported"},
                         }));

INSTANTIATE_TEST_SUITE_P(Numbers, CuesTest,
                         testing::ValuesIn(std::vector<CueCase>{
                             {"34", "number=34", ""},
                             {"I'm 34", "number=34", ""},
                             {"1.3 not .3", "number=1.3", ""},
                             {"0.5 or 1.5", "", "number=0.5 number=1.5"},
                             {"none", "", "number=0"},
                             // Ten words are not about a number alone.
                             {"well I think that it may be about 34 now", "", "number=34"},
                             {"well I think that it may be about 34", "number=34", ""},
                         }));

INSTANTIATE_TEST_SUITE_P(Times, CuesTest,
                         testing::ValuesIn(std::vector<CueCase>{
                             {"four weeks later", "elapsed=672", ""},
                             {"5 months on, off it since january", "elapsed=3600", ""},
                             {"a week has passed", "elapsed=168", ""},
                             {"a couple of days later", "elapsed=48", ""},
                             {"2 hours later it stings", "elapsed=2", ""},
                             {"next day, still a bit pink", "elapsed=24", ""},
                             {"the next morning it was red", "elapsed=24", ""},
                             {"one year later", "elapsed=8760", ""},
                             {"three days ago", "", "elapsed=72"},
                             {"I was two weeks on accutane", "", "elapsed=336"},
                             {"my next session", "", "elapsed=24"},
                             {"9 hours", "ago=9", ""},
                             {"14 months ago", "number=14", ""},
                             {"9 HOURS, not days", "ago=9 slip", ""},
                             {"9 hours or 2 days", "", "ago=48"},
                         }));

}  // namespace
}  // namespace needlepoint
