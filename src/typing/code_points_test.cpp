#include "typing/code_points.h"

#include <gtest/gtest.h>

namespace attacca::typing {
namespace {

TEST(CodePoints, ReadsAndWritesEveryLength) {
    EXPECT_EQ(code_points("aß你😀"), U"aß你😀");
    for (const char32_t character :
         {U'\0', U'a', U'\x7f', U'\x80', U'\x7ff', U'\x800', U'\xffff', U'\x10000', U'\x10ffff'}) {
        EXPECT_EQ(code_points(utf8_of(character)), std::u32string(1, character));
    }
}

TEST(CodePoints, LeavesOutWhatIsNoUtf8) {
    EXPECT_EQ(code_points("a\xff"
                          "b"),
              U"ab");
    EXPECT_EQ(code_points("a\xc3"), U"a") << "cut off";
    EXPECT_EQ(code_points("\xc0\xaf"), U"") << "longer than need be";
    EXPECT_EQ(code_points("\xed\xa0\x80z"), U"z") << "half of a pair";
    EXPECT_EQ(code_points("\xf4\x90\x80\x80"), U"") << "beyond the last";
    EXPECT_EQ(code_points("\xe4"
                          "bc"),
              U"bc");
}

}  // namespace
}  // namespace attacca::typing
