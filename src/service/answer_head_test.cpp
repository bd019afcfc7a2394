#include "service/answer_head.h"

#include <gtest/gtest.h>

namespace attacca::service {
namespace {

std::string written(const AnswerHead& head) {
    std::string text = "what an earlier answer left";
    write_head(text, head);
    return text;
}

TEST(AnswerHead, TellsStatusLengthAndFields) {
    EXPECT_EQ(written({.status = 200, .body_bytes = 17, .fields = "Content-Type: application/json\r\n"}),
              "HTTP/1.1 200 OK\r\nContent-Length: 17\r\nContent-Type: application/json\r\n"
              "Connection: keep-alive\r\n\r\n");
    EXPECT_EQ(written({.status = 405, .fields = "A: 1\r\n", .more_fields = "Allow: GET\r\n", .keep_alive = false}),
              "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nA: 1\r\nAllow: GET\r\n"
              "Connection: close\r\n\r\n");
}

TEST(AnswerHead, WhatHasNoBodyHasNoLength) {
    EXPECT_EQ(written({.status = 204}), "HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(written({.status = 304, .body_bytes = 17}),
              "HTTP/1.1 304 Not Modified\r\nConnection: keep-alive\r\n\r\n");
}

TEST(AnswerHead, NamesTheOriginThatIsAllowed) {
    EXPECT_EQ(written({.status = 204, .allowed_origin = "https://music.example.org"}),
              "HTTP/1.1 204 No Content\r\nAccess-Control-Allow-Origin: https://music.example.org\r\n"
              "Vary: Origin\r\nConnection: keep-alive\r\n\r\n");
}

TEST(AnswerHead, TellsALengthInFull) {
    EXPECT_NE(written({.body_bytes = std::size_t{16} << 20}).find("Content-Length: 16777216\r\n"), std::string::npos);
}

}  // namespace
}  // namespace attacca::service
