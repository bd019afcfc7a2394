#include "attacca/picture/histogram_view.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace attacca::picture {
namespace {

constexpr std::array kBins{HistogramBin{4.0, 0}, HistogramBin{5.0, 90}, HistogramBin{6.0, 1'000'000},
                           HistogramBin{40.0, 0}, HistogramBin{50.0, 1}};

HistogramView view(PictureSize size = {320, 120}) {
    HistogramView made;
    made.resize(size, 1.0F);
    return made;
}

Color at(const HistogramView& made, double time_ms) {
    const PixelBox box = made.plot();
    return made.canvas().at(static_cast<std::size_t>(made.x_of(time_ms)), box.bottom() - 2);
}

TEST(HistogramView, ShowsTheOneThatCameLateBesideTheMillionInTime) {
    auto made = view();
    made.set_limit_ms(10.0);
    made.set_bins(kBins);
    EXPECT_FALSE(made.draw().empty());
    const Theme& colors = theme(ThemeName::dark);
    EXPECT_EQ(at(made, 5.5), colors.signal_high);
    EXPECT_EQ(at(made, 45.0), colors.alarm);
    EXPECT_NE(at(made, 20.0), colors.alarm);
}

TEST(HistogramView, DrawsNothingAnewUntilSomethingChanges) {
    auto made = view();
    made.set_bins(kBins);
    EXPECT_FALSE(made.draw().empty());
    made.set_bins(kBins);
    made.set_theme(ThemeName::dark);
    EXPECT_TRUE(made.draw().empty());
    made.set_theme(ThemeName::light);
    EXPECT_FALSE(made.draw().empty());
    made.set_bins(std::span(kBins).first(3));
    EXPECT_FALSE(made.draw().empty());
}

TEST(HistogramView, TakesWhatIsNoBin) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    const std::array odd{HistogramBin{nan, 3}, HistogramBin{-1.0, 2}, HistogramBin{infinity, 9}, HistogramBin{1.0, 4}};
    for (const PictureSize size : {PictureSize{0, 0}, PictureSize{1, 1}, PictureSize{7, 40}, PictureSize{320, 120}}) {
        auto made = view(size);
        made.set_bins(odd);
        made.set_limit_ms(nan);
        (void)made.draw();
        made.set_bins({});
        (void)made.draw();
    }
}

}  // namespace
}  // namespace attacca::picture
