#include "npy.h"

#include <gtest/gtest.h>

#include <vector>

namespace attacca::app {
namespace {

TEST(Npy, HeaderIsWhatNumpyWrites) {
    const std::string header = npy_header({.rows = 3, .columns = 80});
    ASSERT_EQ(header.size(), 128U);
    EXPECT_EQ(header.substr(0, 10), std::string("\x93NUMPY\x01\x00\x76\x00", 10));
    EXPECT_EQ(header.substr(10, 60), "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 80), }");
    EXPECT_EQ(header.find_first_not_of(' ', 70), 127U);
    EXPECT_EQ(header.back(), '\n');
}

TEST(Npy, HeaderEndsOnAMultipleOf64WhateverTheShape) {
    for (std::size_t rows = 0; rows < 10'000'000'000; rows = 7 * rows + 1) {
        const std::string header = npy_header({.rows = rows, .columns = 128});
        EXPECT_EQ(header.size() % 64, 0U) << rows;
        const auto size = static_cast<unsigned char>(header[8]) + 256U * static_cast<unsigned char>(header[9]);
        EXPECT_EQ(header.size(), 10 + size) << rows;
        EXPECT_NE(header.find("(" + std::to_string(rows) + ", 128)"), std::string::npos);
    }
}

TEST(Npy, ValuesAreLittleEndianFloatsInOrder) {
    const std::vector<float> values{1.0F, -2.5F};
    EXPECT_EQ(npy_bytes(values), std::string_view("\x00\x00\x80\x3F\x00\x00\x20\xC0", 8));
    EXPECT_TRUE(npy_bytes({}).empty());
}

}  // namespace
}  // namespace attacca::app
