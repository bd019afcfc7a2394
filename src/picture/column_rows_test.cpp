#include "column_rows.h"

#include <gtest/gtest.h>

namespace attacca::picture {
namespace {

ColumnRows rows_of(PictureSize size) {
    ColumnRows rows;
    rows.resize(size);
    return rows;
}

TEST(ColumnRows, HoldWhatWasAddedAndStayWithinThePicture) {
    ColumnRows rows = rows_of({40, 30});
    EXPECT_EQ(rows.groups(), 3U);
    EXPECT_TRUE(rows.box(0).empty());
    rows.add({20, 10, 100, 100});
    EXPECT_TRUE(rows.box(0).empty());
    EXPECT_EQ(rows.box(1), (PixelBox{16, 10, 16, 20}));
    EXPECT_EQ(rows.box(2), (PixelBox{32, 10, 8, 20}));
    EXPECT_EQ(rows.box_at(35), rows.box(2));
    rows.add(1, 3.5F, 4.5F);
    EXPECT_EQ(rows.box(1), (PixelBox{16, 3, 16, 27}));
    rows.add(0, -5.0F, -1.0F);
    rows.add(0, 7.0F, 7.0F);
    EXPECT_TRUE(rows.box(0).empty());
    rows.clear();
    EXPECT_TRUE(rows.box(1).empty());
}

TEST(ColumnRows, TellWhatTheyMeetAndWhatTheyHold) {
    ColumnRows rows = rows_of({64, 64});
    rows.add({0, 10, 32, 10});
    EXPECT_TRUE(rows.holds({4, 12, 20, 8}));
    EXPECT_TRUE(rows.meets({30, 0, 10, 11}));
    EXPECT_FALSE(rows.holds({30, 10, 10, 5}));
    EXPECT_FALSE(rows.meets({32, 0, 32, 64}));
    EXPECT_FALSE(rows.meets({0, 20, 32, 44}));
    rows.add_all();
    EXPECT_TRUE(rows.holds({0, 0, 64, 64}));
}

TEST(ColumnRows, AnEmptyPictureHasNone) {
    ColumnRows rows = rows_of({0, 7});
    rows.add_all();
    rows.add({0, 0, 3, 3});
    EXPECT_EQ(rows.groups(), 0U);
    EXPECT_FALSE(rows.meets({0, 0, 3, 3}));
}

}  // namespace
}  // namespace attacca::picture
