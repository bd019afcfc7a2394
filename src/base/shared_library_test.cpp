#include "attacca/base/shared_library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace attacca {
namespace {

#ifdef __linux__
TEST(SharedLibrary, FindsFunctionsOfALibraryThatIsThere) {
    const SharedLibrary library("libm.so.6");
    ASSERT_TRUE(library.loaded());
    EXPECT_EQ(library.reason(), "");
    double (*square_root)(double) = nullptr;
    ASSERT_TRUE(library.find("sqrt", square_root));
    EXPECT_EQ(square_root(9.0), 3.0);
    EXPECT_FALSE(library.find("sqrt_of_nobody", square_root));
    EXPECT_EQ(square_root, nullptr);
}
#endif

TEST(SharedLibrary, SaysWhyItIsNotLoaded) {
    const SharedLibrary library("libattacca-has-no-such.so.0");
    EXPECT_FALSE(library.loaded());
    EXPECT_THAT(library.reason(), testing::HasSubstr("libattacca-has-no-such.so.0"));
    void (*function)() = nullptr;
    EXPECT_FALSE(library.find("anything", function));
}

}  // namespace
}  // namespace attacca
