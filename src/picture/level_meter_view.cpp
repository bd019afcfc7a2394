#include "attacca/picture/level_meter_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "dirty_boxes.h"
#include "figures.h"
#include "plot_axes.h"

namespace attacca::picture {
namespace {

constexpr float kLamp_px = 12.0F;
constexpr float kNumber_px = 42.0F;
constexpr float kName_px = 16.0F;
constexpr float kScale_px = 18.0F;
constexpr float kUprightScale_px = 32.0F;
constexpr float kGap_px = 4.0F;
constexpr float kTick_px = 2.0F;
constexpr float kSilent_db = -119.0F;
constexpr double kCautionFrom_db = -9.0;
constexpr double kAlarmFrom_db = -3.0;
constexpr std::uint8_t kPeakBehindRms = 130;

/// Where a level lies along the meter (after IEC 60268-18): the upper half is the last 20 dB.
struct Knot {
    double level_db;
    double place;
};
constexpr std::array kKnots{Knot{-60.0, 0.0},  Knot{-50.0, 0.06}, Knot{-40.0, 0.14},
                            Knot{-30.0, 0.29}, Knot{-20.0, 0.49}, Knot{0.0, 1.0}};
constexpr std::array kNamedLevels_db{0.0, -6.0, -12.0, -20.0, -30.0, -40.0, -60.0};

double place_of(double level_db) {
    if (!(level_db > kKnots.front().level_db)) return 0.0;
    for (std::size_t i = 1; i < kKnots.size(); ++i) {
        const Knot from = kKnots[i - 1];
        const Knot to = kKnots[i];
        if (level_db <= to.level_db) {
            return from.place + (to.place - from.place) * (level_db - from.level_db) / (to.level_db - from.level_db);
        }
    }
    return std::isinf(level_db) ? 0.0 : 1.0;
}

std::string_view channel_name(std::size_t channel, std::size_t count) {
    constexpr std::array<std::string_view, analysis::kMaxMeterChannels> kNumbers{"1", "2", "3", "4",
                                                                                 "5", "6", "7", "8"};
    if (count == 2) return channel == 0 ? "L" : "R";
    return count == 1 ? std::string_view() : kNumbers[channel];
}

}  // namespace

struct LevelMeterView::State {
    /// What is on the canvas of a channel; bars as pixels from the quiet end.
    struct Shown {
        std::size_t peak = 0;
        std::size_t rms = 0;
        std::size_t held = 0;
        int true_peak_tenths = 0;
        bool clipped = false;
        friend bool operator==(const Shown&, const Shown&) = default;
    };

    MeterDirection direction = MeterDirection::right;
    Canvas canvas;
    ThemeName theme_name = ThemeName::dark;
    analysis::Levels levels;
    std::array<float, analysis::kMaxMeterChannels> true_peaks_db{};
    std::array<Shown, analysis::kMaxMeterChannels> shown{};
    std::array<PixelBox, analysis::kMaxMeterChannels> strips{};
    PixelBox bars;  ///< All strips, and what is between.
    bool wide = true;
    bool stale = true;
    DirtyBoxes dirty;

    [[nodiscard]] bool upright() const { return direction == MeterDirection::up; }
    [[nodiscard]] std::size_t length() const { return upright() ? bars.height : bars.width; }
    [[nodiscard]] std::size_t px(float size) const {
        return static_cast<std::size_t>(std::lround(size * canvas.scale()));
    }
    [[nodiscard]] std::size_t pixels_of(float level_db) const {
        return static_cast<std::size_t>(
            std::lround(place_of(static_cast<double>(level_db)) * static_cast<double>(length())));
    }
    /// A part of a channel's strip, from the quiet end.
    [[nodiscard]] PixelBox part(std::size_t channel, std::size_t begin, std::size_t end) const;
    [[nodiscard]] PixelBox beyond(std::size_t channel) const;
    [[nodiscard]] Shown shown_of(std::size_t channel) const;
    void place();
    void paint_frame();
    void paint_bar(std::size_t channel);
    void paint_end(std::size_t channel);
};

PixelBox LevelMeterView::State::part(std::size_t channel, std::size_t begin, std::size_t end) const {
    const PixelBox& strip = strips[channel];
    end = std::min(end, length());
    begin = std::min(begin, end);
    if (upright()) return {strip.x, strip.bottom() - end, strip.width, end - begin};
    return {strip.x + begin, strip.y, end - begin, strip.height};
}

/// Lamp and number.
PixelBox LevelMeterView::State::beyond(std::size_t channel) const {
    const PixelBox& strip = strips[channel];
    if (!wide) return {};
    if (upright()) return {strip.x, 0, strip.width, strip.y - px(kGap_px) / 2};
    const std::size_t x = strip.right() + px(kGap_px) / 2;
    return {x, strip.y, canvas.size().width - x, strip.height};
}

LevelMeterView::State::Shown LevelMeterView::State::shown_of(std::size_t channel) const {
    const analysis::ChannelLevel& level = levels.channels[channel];
    const float true_peak_db = true_peaks_db[channel];
    return {.peak = pixels_of(level.peak_db),
            .rms = pixels_of(level.rms_db),
            .held = pixels_of(level.held_db),
            .true_peak_tenths = static_cast<int>(std::lround(10.0F * true_peak_db)),
            .clipped = true_peak_db > 0.0F};
}

void LevelMeterView::State::place() {
    const PictureSize size = canvas.size();
    const std::size_t count = std::max<std::size_t>(levels.channel_count, 1);
    const std::size_t across = upright() ? size.width : size.height;
    const std::size_t along = upright() ? size.height : size.width;
    wide = along >= px(160.0F) && across >= count * px(8.0F) + px(upright() ? kUprightScale_px : kScale_px);
    const std::size_t scale_room = wide ? px(upright() ? kUprightScale_px : kScale_px) : 0;
    const std::size_t name_room = wide && count > 1 ? px(kName_px) : 0;
    const std::size_t end_room =
        wide ? px(upright() ? kLamp_px + kScale_px + kGap_px : kLamp_px + kNumber_px + 2.0F * kGap_px) : 0;
    if (upright()) {
        bars = {scale_room, end_room, size.width - scale_room, size.height - end_room - name_room};
    } else {
        bars = {name_room, 0, size.width - name_room - end_room, size.height - scale_room};
    }
    const std::size_t room = upright() ? bars.width : bars.height;
    const std::size_t gap = std::min(px(kGap_px), room / (2 * count));
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t begin = i * (room + gap) / count;
        const std::size_t end = std::max((i + 1) * (room + gap) / count - gap, begin);
        strips[i] = upright() ? PixelBox{bars.x + begin, bars.y, end - begin, bars.height}
                              : PixelBox{bars.x, bars.y + begin, bars.width, end - begin};
    }
}

void LevelMeterView::State::paint_frame() {
    const Theme& colors = theme(theme_name);
    canvas.fill({0, 0, canvas.size().width, canvas.size().height}, colors.background);
    if (!wide) return;
    const auto size_px = kAxisText_px * canvas.scale();
    for (std::size_t i = 0; i < levels.channel_count; ++i) {
        const auto name = channel_name(i, levels.channel_count);
        const PixelBox& strip = strips[i];
        const auto across = upright() ? static_cast<float>(strip.x) + 0.5F * static_cast<float>(strip.width)
                                      : static_cast<float>(strip.y) + 0.5F * static_cast<float>(strip.height);
        const TextPlace place =
            upright()
                ? TextPlace{across, static_cast<float>(strip.bottom()) + 0.75F * size_px, size_px, TextAnchor::center}
                : TextPlace{0.45F * static_cast<float>(px(kName_px)), across, size_px, TextAnchor::center};
        canvas.write(name, place, colors.faint_text);
    }
    double free_to = 1e9;
    for (const double level_db : kNamedLevels_db) {
        const double along = place_of(level_db) * static_cast<double>(length());
        const double room = static_cast<double>(size_px) * (upright() ? 1.4 : 2.6);
        if (along + room > free_to && level_db < 0.0) continue;
        free_to = along;
        if (upright()) {
            write_beside(canvas, bars, AxisSide::left, static_cast<double>(bars.bottom()) - along, decimal(level_db, 0),
                         colors.faint_text);
        } else {
            write_below(canvas, bars, static_cast<double>(bars.x) + along, decimal(level_db, 0), colors.faint_text);
        }
    }
}

void LevelMeterView::State::paint_bar(std::size_t channel) {
    const Theme& colors = theme(theme_name);
    const Shown& now = shown[channel];
    canvas.fill(part(channel, 0, length()), colors.grid);
    const std::size_t caution = pixels_of(static_cast<float>(kCautionFrom_db));
    const std::size_t alarm = pixels_of(static_cast<float>(kAlarmFrom_db));
    const auto paint_to = [&](std::size_t end, std::uint8_t alpha) {
        canvas.fill(part(channel, 0, std::min(end, caution)), colors.good.with_alpha(alpha));
        if (end > caution) canvas.fill(part(channel, caution, std::min(end, alarm)), colors.caution.with_alpha(alpha));
        if (end > alarm) canvas.fill(part(channel, alarm, end), colors.alarm.with_alpha(alpha));
    };
    paint_to(now.peak, kPeakBehindRms);
    paint_to(std::min(now.rms, now.peak), 255);
    const std::size_t tick = std::max<std::size_t>(px(kTick_px), 1);
    if (now.held >= tick) canvas.fill(part(channel, now.held - tick, now.held), colors.text);
}

void LevelMeterView::State::paint_end(std::size_t channel) {
    if (!wide) return;
    const Theme& colors = theme(theme_name);
    const Shown& now = shown[channel];
    const PixelBox box = beyond(channel);
    canvas.fill(box, colors.background);
    const float scale = canvas.scale();
    const auto lamp_px = kLamp_px * scale;
    const auto x = static_cast<float>(box.x);
    const auto y = static_cast<float>(box.y);
    const auto width = static_cast<float>(box.width);
    const auto height = static_cast<float>(box.height);
    const Color lamp = now.clipped ? colors.alarm : colors.grid_strong;
    const Figures figures =
        true_peaks_db[channel] > kSilent_db ? signed_decimal(now.true_peak_tenths / 10.0, 1) : Figures().add("—");
    const Color number = now.clipped ? colors.alarm : colors.text;
    const float size_px = kAxisText_px * scale;
    TextPlace place{.size_px = size_px};
    if (upright()) {
        const float top = y + height - lamp_px;
        canvas.fill_rounded_box({x, top}, {x + width, top + 0.6F * lamp_px}, 3.0F * scale, lamp);
        place.x = x + 0.5F * width;
        place.y = y + 0.5F * (height - lamp_px);
        place.anchor = TextAnchor::center;
    } else {
        const float lamp_height = std::min(lamp_px, height);
        const float left = x + 0.5F * kGap_px * scale;
        place.x = x + width - 2.0F * scale;
        place.y = y + 0.5F * height;
        place.anchor = TextAnchor::right;
        canvas.fill_rounded_box({left, place.y - 0.5F * lamp_height},
                                {left + 0.7F * lamp_px, place.y + 0.5F * lamp_height}, 3.0F * scale, lamp);
    }
    // A number that would reach into the next channel's is left out.
    if (Canvas::text_width(figures, size_px) <= width && size_px <= height) canvas.write(figures, place, number);
}

LevelMeterView::LevelMeterView(MeterDirection direction, PixelOrder order) : state_(std::make_unique<State>()) {
    state_->direction = direction;
    state_->canvas = Canvas({.order = order});
    state_->true_peaks_db.fill(-120.0F);
}
LevelMeterView::~LevelMeterView() = default;
LevelMeterView::LevelMeterView(LevelMeterView&&) noexcept = default;
LevelMeterView& LevelMeterView::operator=(LevelMeterView&&) noexcept = default;

void LevelMeterView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->stale = true;
}

void LevelMeterView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void LevelMeterView::set_levels(const analysis::Levels& levels) {
    state_->stale |= levels.channel_count != state_->levels.channel_count;
    state_->levels = levels;
    for (std::size_t i = 0; i < levels.channel_count; ++i) {
        auto& channel = state_->levels.channels[i];
        for (float* level_db : {&channel.peak_db, &channel.held_db, &channel.rms_db, &channel.true_peak_db}) {
            if (!std::isfinite(*level_db)) *level_db = -120.0F;
        }
        state_->true_peaks_db[i] = std::max(state_->true_peaks_db[i], channel.true_peak_db);
    }
}

void LevelMeterView::clear_clips() { state_->true_peaks_db.fill(-120.0F); }

std::span<const PixelBox> LevelMeterView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty()) return {};
    const bool whole = state.stale;
    if (whole) {
        state.place();
        state.paint_frame();
        state.stale = false;
    }
    for (std::size_t i = 0; i < state.levels.channel_count; ++i) {
        const auto now = state.shown_of(i);
        const auto old = state.shown[i];
        state.shown[i] = now;
        const bool bar_moved = now.peak != old.peak || now.rms != old.rms || now.held != old.held;
        if (whole || bar_moved) {
            state.paint_bar(i);
            state.dirty.add(state.strips[i]);
        }
        if (whole || now.true_peak_tenths != old.true_peak_tenths || now.clipped != old.clipped) {
            state.paint_end(i);
            state.dirty.add(state.beyond(i));
        }
    }
    if (whole) {
        state.dirty.clear();
        state.dirty.add({0, 0, state.canvas.size().width, state.canvas.size().height});
    }
    return state.dirty.boxes();
}

const Canvas& LevelMeterView::canvas() const noexcept { return state_->canvas; }

}  // namespace attacca::picture
