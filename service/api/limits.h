// How much a request may hold. GetServerInfo tells them to clients.

#ifndef NEEDLEPOINT_SERVICE_API_LIMITS_H_
#define NEEDLEPOINT_SERVICE_API_LIMITS_H_

#include "absl/time/time.h"

namespace needlepoint {

struct Limits {
  int max_request_bytes = 1 << 20;  // of one encoded request
  int max_question_bytes = 20000;   // of AskQuestionRequest.question
  int max_query_bytes = 20000;      // of SearchPassagesRequest.query
  int max_draft_bytes = 40000;      // of ReviewDraftRequest.draft
  int max_filter_bytes = 2000;
  int max_profile_entries = 200;  // all lists of a profile together
  int max_page_size = 100;
  int default_page_size = 10;
  int max_list_page_size = 1000;  // of ListSnapshots
  int default_list_page_size = 100;
  int max_batch_documents = 1000;            // of ImportDocuments
  int max_note_bytes = 1000;                 // of a publication
  int max_statements = 20;                   // per part
  int queue_per_worker = 64;                 // calls waiting for a worker
  absl::Duration drain = absl::Seconds(20);  // for calls to finish at shutdown
};

}  // namespace needlepoint

#endif  // NEEDLEPOINT_SERVICE_API_LIMITS_H_
