// Tests of what one server does with a request, and that it lives on.

#ifndef NEEDLEPOINT_TESTS_CONFORMANCE_SHARED_SERVER_TEST_H_
#define NEEDLEPOINT_TESTS_CONFORMANCE_SHARED_SERVER_TEST_H_

#include "gtest/gtest.h"

#include "tests/conformance/server.h"

namespace needlepoint::conformance {

class SharedServerTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(SharedServer().started()) << SharedServer().complaint(); }
  void TearDown() override {
    bool serving = false;
    EXPECT_TRUE(client_.CheckHealth("", &serving).ok()) << "the server is gone";
    EXPECT_TRUE(serving);
  }
  Client client_{SharedServer().address()};
};

}  // namespace needlepoint::conformance

#endif  // NEEDLEPOINT_TESTS_CONFORMANCE_SHARED_SERVER_TEST_H_
