// Parts of the reading that can be left out, to measure what each earns.

#ifndef NEEDLEPOINT_SERVICE_UNDERSTAND_STAGES_H_
#define NEEDLEPOINT_SERVICE_UNDERSTAND_STAGES_H_

namespace needlepoint {

// All are on in service; tests/eval/ablation leaves out one at a time.
struct Stages {
  bool spelling = true;    // misspelt words are mended
  bool scope = true;       // messages about something else are told
  bool voices = true;      // quoted mails, forms and signatures are set apart
  bool negation = true;    // what is denied is no fact
  bool history = true;     // what is over is no fact of now
  bool hypothesis = true;  // what is general, feared or possible is no fact
  bool persons = true;     // what is somebody else's is no fact of the treated
  bool numbers = true;     // lengths, ages, types and counts
  bool times = true;       // how long ago, how often
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_UNDERSTAND_STAGES_H_
