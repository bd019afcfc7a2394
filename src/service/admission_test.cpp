#include "service/admission.h"

#include <gtest/gtest.h>

#include <vector>

namespace attacca::service {
namespace {

TEST(Admission, TheTokenIsInTheHeaderOrTheQuery) {
    EXPECT_TRUE(has_token("Bearer a/b", "", "a/b"));
    EXPECT_TRUE(has_token("", "rate=1&token=a/b", "a/b"));
    EXPECT_TRUE(has_token("Bearer wrong", "token=a%2Fb&rate=1", "a/b"));
    for (const char* header : {"", "Bearer", "Bearer ", "Bearer a/", "Bearer a/bc", "bearer a/b", "Basic a/b", "a/b"}) {
        EXPECT_FALSE(has_token(header, "", "a/b")) << header;
    }
    for (const char* query :
         {"token", "token=", "token=a", "token=a/b/", "my-token=a/b", "token=a%2", "token=a%2Fb%00"}) {
        EXPECT_FALSE(has_token("", query, "a/b")) << query;
    }
}

TEST(Admission, OriginsAreAllowedWholeOrAll) {
    const std::vector<std::string> some{"https://a.example", "null"};
    EXPECT_EQ(allowed_origin(some, "https://a.example"), "https://a.example");
    EXPECT_EQ(allowed_origin(some, "null"), "null");
    for (const char* origin : {"", "https://a.example.org", "http://a.example", "https://A.example", "*"}) {
        EXPECT_EQ(allowed_origin(some, origin), "") << origin;
    }
    const std::vector<std::string> all{"*"};
    EXPECT_EQ(allowed_origin(all, "https://b.example"), "*");
    EXPECT_EQ(allowed_origin(all, ""), "");
    EXPECT_EQ(allowed_origin({}, "https://a.example"), "");
}

TEST(Admission, APageOfOursComesFromTheHostThatItAsks) {
    EXPECT_TRUE(is_same_origin("http://localhost:5000", "localhost:5000"));
    EXPECT_TRUE(is_same_origin("https://music.example", "music.example"));
    for (const char* origin :
         {"", "null", "localhost:5000", "http://localhost", "http://localhost:5000.evil.example"}) {
        EXPECT_FALSE(is_same_origin(origin, "localhost:5000")) << origin;
    }
}

}  // namespace
}  // namespace attacca::service
