#include "attacca/base/nearest_name.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace attacca {
namespace {

const std::vector<std::string> kPresets{"flat", "bass-boost", "rock", "pop", "jazz"};

TEST(NearestName, FindsWhatWasMisspelled) {
    EXPECT_EQ(nearest_name("rokc", kPresets), "rock");
    EXPECT_EQ(nearest_name("Jaz", kPresets), "jazz");
    EXPECT_EQ(nearest_name("bassboost", kPresets), "bass-boost");
    EXPECT_EQ(nearest_name("flatt", kPresets), "flat");
    EXPECT_EQ(nearest_name("pop", kPresets), "pop");
}

TEST(NearestName, TakesTheFirstOfEquals) {
    const std::vector<std::string> twins{"cart", "card"};
    EXPECT_EQ(nearest_name("care", twins), "cart");
}

TEST(NearestName, CountsSwappedNeighborsAsOneEdit) {
    const std::vector<std::string> names{"plaza", "play"};
    EXPECT_EQ(nearest_name("plya", names), "play");
}

TEST(NearestName, SuggestsNothingForWhatIsNothingLikeIt) {
    EXPECT_EQ(nearest_name("symphony", kPresets), "");
    EXPECT_EQ(nearest_name("", kPresets), "");
    EXPECT_EQ(nearest_name("rock", std::vector<std::string>{}), "");
    EXPECT_EQ(nearest_name(std::string(100000, 'a'), kPresets), "");
}

}  // namespace
}  // namespace attacca
