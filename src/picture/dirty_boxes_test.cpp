#include "dirty_boxes.h"

#include <gtest/gtest.h>

#include <random>

namespace attacca::picture {
namespace {

bool holds(const DirtyBoxes& dirty, std::size_t x, std::size_t y) {
    for (const PixelBox& box : dirty.boxes()) {
        if (x >= box.x && x < box.right() && y >= box.y && y < box.bottom()) return true;
    }
    return false;
}

TEST(DirtyBoxes, HoldEveryPixelAdded) {
    std::mt19937 random(5);
    std::uniform_int_distribution<std::size_t> place(0, 999);
    DirtyBoxes dirty;
    for (int round = 0; round < 20; ++round) {
        dirty.clear();
        std::vector<PixelBox> added;
        for (int i = 0; i < 100; ++i) {
            added.push_back({place(random), place(random), place(random) / 50, place(random) / 50});
            dirty.add(added.back());
        }
        EXPECT_LE(dirty.boxes().size(), 32U);
        for (const PixelBox& box : added) {
            if (box.empty()) continue;
            EXPECT_TRUE(holds(dirty, box.x, box.y));
            EXPECT_TRUE(holds(dirty, box.right() - 1, box.bottom() - 1));
        }
    }
}

TEST(DirtyBoxes, NeighborsAreOneAndDistantOnesAreNot) {
    DirtyBoxes dirty;
    dirty.add({0, 0, 10, 10});
    dirty.add({12, 2, 10, 10});
    EXPECT_EQ(dirty.boxes().size(), 1U);
    EXPECT_EQ(dirty.boxes()[0], (PixelBox{0, 0, 22, 12}));
    dirty.add({500, 500, 10, 10});
    EXPECT_EQ(dirty.boxes().size(), 2U);
    dirty.add({600, 600, 0, 10});
    EXPECT_EQ(dirty.boxes().size(), 2U);
}

}  // namespace
}  // namespace attacca::picture
