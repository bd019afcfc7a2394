#include "attacca/picture/tuner_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "attacca/analysis/note_name.h"
#include "dirty_boxes.h"
#include "figures.h"

namespace attacca::picture {
namespace {

constexpr double kMostCents = 50.0;
constexpr double kInTune_cents = 5.0;
/// The dial is this much of a turn to each side of the top.
constexpr float kDialHalf = 0.112F * 2.0F * std::numbers::pi_v<float>;
constexpr double kShareOfStep = 0.35;  ///< How far the needle goes toward a new reading: it glides and does not jump.
constexpr double kCentsShown = 0.05;   ///< A smaller move is not seen.
/// In units of the dial, as below.
constexpr float kNeedleLength = 62.0F;
constexpr float kNeedleRoot = 66.0F;  ///< Below the dial.
constexpr float kRootRadius = 4.5F;
constexpr float kFiguresFrom = 20.0F;  ///< Below the picture's middle: what stands there is figures.

/// "C♯4" for "C#4".
Figures note_figures(int midi_pitch) {
    const std::string name = analysis::note_name(midi_pitch);
    Figures figures;
    for (std::size_t i = 0; i < name.size(); ++i) {
        figures.add(name[i] == '#' ? "♯" : name[i] == '-' ? "−" : std::string_view(name).substr(i, 1));
    }
    return figures;
}

/// Sizes for the canvas at hand.
struct Dial {
    Point pivot;
    float radius = 0.0F;
    float unit = 1.0F;  ///< Grows with the picture: 1 at 320 × 200.

    Dial(PictureSize size) {
        const auto width = static_cast<float>(size.width);
        const auto height = static_cast<float>(size.height);
        unit = std::min(width / 320.0F, height / 200.0F);
        radius = 190.0F * unit;
        pivot = {0.5F * width, 0.5F * height - 72.0F * unit + radius};
    }
    [[nodiscard]] Point at(double cents, float distance) const {
        const float angle = kDialHalf * static_cast<float>(cents / kMostCents);
        return {pivot.x + distance * std::sin(angle), pivot.y - distance * std::cos(angle)};
    }
};

}  // namespace

struct TunerView::State {
    struct Shown {
        bool sounds = false;
        int midi_pitch = -1;  ///< Below 0: nothing has sounded yet.
        double cents = 0.0;
        double frequency_hz = 0.0;
        double a4_hz = 440.0;
        friend bool operator==(const Shown&, const Shown&) = default;
    };
    Canvas canvas;
    ThemeName theme_name = ThemeName::dark;
    Shown now;
    Shown shown;
    bool stale = true;
    DirtyBoxes dirty;

    void paint(const PixelBox& box);
    [[nodiscard]] PixelBox box_of_needle(const Dial& dial, const Shown& of) const;
    [[nodiscard]] bool in_tune(const Shown& of) const { return of.sounds && std::fabs(of.cents) <= kInTune_cents; }
    void paint_changes();
    void paint_dial(const Dial& dial, const Theme& colors);
    void paint_needle(const Dial& dial, const Theme& colors);
    void paint_figures(const Dial& dial, const Theme& colors);
};

void TunerView::State::paint_dial(const Dial& dial, const Theme& colors) {
    for (int cents = -50; cents <= 50; cents += 5) {
        const bool named = cents % 25 == 0;
        const bool middle = std::abs(cents) <= static_cast<int>(kInTune_cents);
        const Color color = middle  ? (in_tune(now) ? colors.good : colors.text)
                            : named ? colors.faint_text
                                    : colors.idle;
        const float length = dial.unit * (cents == 0 ? 18.0F : named ? 13.0F : 8.0F);
        const float width = dial.unit * (cents == 0 ? 3.0F : named ? 2.0F : 1.25F);
        canvas.draw_line(std::array{dial.at(cents, dial.radius), dial.at(cents, dial.radius - length)}, width, color);
        if (!named) continue;
        const Point place = dial.at(cents, dial.radius + 12.0F * dial.unit);
        canvas.write(signed_decimal(cents, 0),
                     {.x = place.x, .y = place.y, .size_px = 11.0F * dial.unit, .anchor = TextAnchor::center},
                     colors.faint_text);
    }
}

void TunerView::State::paint_needle(const Dial& dial, const Theme& colors) {
    if (now.midi_pitch < 0) return;
    const double off = std::fabs(now.cents);
    const Color color = !now.sounds            ? colors.idle
                        : off <= kInTune_cents ? colors.good
                        : off <= 20.0          ? colors.caution
                                               : colors.alarm;
    const Point tip = dial.at(now.cents, dial.radius - (kNeedleRoot - kNeedleLength) * dial.unit);
    const Point root = dial.at(now.cents, dial.radius - kNeedleRoot * dial.unit);
    canvas.draw_line(std::array{root, tip}, 3.5F * dial.unit, color);
    canvas.fill_disc(root, kRootRadius * dial.unit, color);
}

void TunerView::State::paint_figures(const Dial& dial, const Theme& colors) {
    const float middle = 0.5F * static_cast<float>(canvas.size().width);
    const float line = 0.5F * static_cast<float>(canvas.size().height) + 44.0F * dial.unit;
    const auto write = [&](std::string_view text, float x, float y, float size, TextAnchor anchor, Color color) {
        canvas.write(text, {.x = x, .y = y, .size_px = size * dial.unit, .anchor = anchor}, color);
    };
    const float side = 142.0F * dial.unit;
    const float low = line + 36.0F * dial.unit;
    write(Figures().add("A4 = ").add_number(now.a4_hz, 1).add(" Hz"), middle, low, 11.0F, TextAnchor::center,
          colors.faint_text);
    if (now.midi_pitch < 0) {
        write("—", middle, line, 44.0F, TextAnchor::center, colors.idle);
        return;
    }
    const Color color = now.sounds ? colors.text : colors.idle;
    write(note_figures(now.midi_pitch), middle, line, 44.0F, TextAnchor::center, color);
    write(Figures().add_number(now.frequency_hz, 1).add(" Hz"), middle - side, line, 14.0F, TextAnchor::left, color);
    const double cents = std::round(10.0 * now.cents) / 10.0;
    write(Figures(signed_decimal(cents, 1)).add(" ct"), middle + side, line, 14.0F, TextAnchor::right, color);
}

PixelBox TunerView::State::box_of_needle(const Dial& dial, const Shown& of) const {
    const Point tip = dial.at(of.cents, dial.radius - (kNeedleRoot - kNeedleLength) * dial.unit);
    const Point root = dial.at(of.cents, dial.radius - kNeedleRoot * dial.unit);
    const float beyond = kRootRadius * dial.unit + 1.0F;
    const auto pixel = [](float place) { return static_cast<std::size_t>(std::max(place, 0.0F)); };
    const std::size_t x = pixel(std::min(tip.x, root.x) - beyond);
    const std::size_t y = pixel(std::min(tip.y, root.y) - beyond);
    return {x, y, pixel(std::max(tip.x, root.x) + beyond) + 1 - x, pixel(std::max(tip.y, root.y) + beyond) + 1 - y};
}

/// What this box shows, anew.
void TunerView::State::paint(const PixelBox& box) {
    const Theme& colors = theme(theme_name);
    const Dial dial(canvas.size());
    canvas.set_clip(box);
    canvas.fill(box, colors.panel);
    paint_dial(dial, colors);
    paint_needle(dial, colors);
    paint_figures(dial, colors);
    canvas.clear_clip();
    dirty.add(intersection(box, {0, 0, canvas.size().width, canvas.size().height}));
}

/// The needle where it was and where it is, and the figures.
void TunerView::State::paint_changes() {
    const Dial dial(canvas.size());
    const PictureSize size = canvas.size();
    paint(united(box_of_needle(dial, shown), box_of_needle(dial, now)));
    const auto below = static_cast<std::size_t>(0.5F * static_cast<float>(size.height) + kFiguresFrom * dial.unit);
    paint({0, below, size.width, size.height - below});
}

TunerView::TunerView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
TunerView::~TunerView() = default;
TunerView::TunerView(TunerView&&) noexcept = default;
TunerView& TunerView::operator=(TunerView&&) noexcept = default;

void TunerView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->stale = true;
}

void TunerView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void TunerView::set_a4_hz(double a4_hz) { state_->now.a4_hz = a4_hz; }

void TunerView::set_frequency(std::optional<double> frequency_hz) {
    auto& now = state_->now;
    const bool before = now.sounds;
    now.sounds = frequency_hz && std::isfinite(*frequency_hz) && *frequency_hz > 0.0;
    if (!now.sounds) return;
    const double pitch = analysis::midi_pitch_of(*frequency_hz, now.a4_hz);
    const int nearest = static_cast<int>(std::clamp(std::round(pitch), 0.0, 127.0));
    const double cents = std::clamp(100.0 * (pitch - nearest), -kMostCents, kMostCents);
    const bool glides = before && nearest == now.midi_pitch;
    now.midi_pitch = nearest;
    now.frequency_hz = *frequency_hz;
    now.cents =
        glides && std::fabs(cents - now.cents) > kCentsShown ? now.cents + kShareOfStep * (cents - now.cents) : cents;
}

std::span<const PixelBox> TunerView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty() || !(state.stale || state.now != state.shown)) return {};
    // In and out of tune the dial's middle has another color, and before the first note there is no needle.
    if (state.stale || state.in_tune(state.now) != state.in_tune(state.shown) || state.shown.midi_pitch < 0) {
        state.paint({0, 0, state.canvas.size().width, state.canvas.size().height});
    } else {
        state.paint_changes();
    }
    state.shown = state.now;
    state.stale = false;
    return state.dirty.boxes();
}

const Canvas& TunerView::canvas() const noexcept { return state_->canvas; }

}  // namespace attacca::picture
