#include "attacca/picture/piano_roll_view.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "attacca/analysis/note_name.h"
#include "dirty_boxes.h"
#include "figures.h"
#include "plot_axes.h"

namespace attacca::picture {
namespace {

constexpr Margins kMargins{.left = 38.0F, .top = 8.0F, .right = 14.0F, .bottom = 20.0F};
constexpr int kSemitones = 12;
constexpr int kFewestPitches = 2 * kSemitones;
constexpr int kBeyond = 2;
constexpr int kHighestPitch = 127;
constexpr float kPlayhead_px = 2.0F;
constexpr float kCornerRadius_px = 2.5F;
/// As near to the plot's edges a note that crosses them looks otherwise than farther inside: it has its end there.
constexpr float kEdge_px = 8.0F;
constexpr std::ptrdiff_t kMostChangedNotes = 16;  ///< More are painted with all the rest.
constexpr std::uint8_t kBlackKeyShade = 120;

bool is_black_key(int pitch) {
    constexpr unsigned kBlack = 0b010101001010;  // C is the lowest bit.
    return (kBlack >> (pitch % kSemitones) & 1U) != 0;
}

bool can_be_drawn(const RollNote& note) {
    return std::isfinite(note.onset_s) && std::isfinite(note.offset_s) && note.midi_pitch >= 0 &&
           note.midi_pitch <= kHighestPitch;
}

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, float share) {
    return static_cast<std::uint8_t>(std::lround(static_cast<float>(from) + share * static_cast<float>(to - from)));
}

/// From the quiet color to the loud one.
Color loudness_color(float velocity, const Theme& colors) {
    const float share = std::isfinite(velocity) ? std::clamp(velocity / 127.0F, 0.0F, 1.0F) : 0.0F;
    const Color low = colors.signal_low;
    const Color high = colors.signal_high;
    return {mixed(low.red, high.red, share), mixed(low.green, high.green, share), mixed(low.blue, high.blue, share)};
}

}  // namespace

struct PianoRollView::State {
    Canvas canvas;
    ThemeName theme_name = ThemeName::dark;
    PixelBox plot;
    RollWindow window;
    PitchRange range;
    std::vector<RollNote> notes;
    std::optional<double> playhead_s;
    std::vector<RollNote> shown_notes;
    double shown_begin = 0.0;              ///< Of the window, in whole pixels of time.
    std::optional<double> shown_playhead;  ///< In pixels.
    bool stale = true;
    bool notes_changed = false;
    DirtyBoxes dirty;

    [[nodiscard]] double px_per_s() const { return static_cast<double>(plot.width) / window.duration_s; }
    /// The window moves by whole pixels, so that notes do not tremble.
    [[nodiscard]] double begin_px() const { return std::round(window.begin_s * px_per_s()); }
    [[nodiscard]] double x_of(double time_s) const {
        return static_cast<double>(plot.x) + std::round(time_s * px_per_s()) - begin_px();
    }
    [[nodiscard]] std::optional<double> playhead() const {
        return playhead_s ? std::optional(x_of(*playhead_s)) : std::nullopt;
    }
    [[nodiscard]] PixelBox row(int pitch) const;
    [[nodiscard]] PixelBox box_of(const RollNote& note) const;
    [[nodiscard]] PixelBox box_of_playhead(double x) const;
    [[nodiscard]] bool can_scroll(double distance_px) const;
    void paint(const PixelBox& box);
    void paint_rows(const Theme& colors);
    void paint_notes(const PixelBox& box, const Theme& colors);
    void scroll(std::size_t distance_px);
    [[nodiscard]] bool few_notes_changed() const;
    void paint_changed_notes();
};

PixelBox PianoRollView::State::row(int pitch) const {
    const auto rows = static_cast<std::size_t>(range.highest - range.lowest + 1);
    const auto edge = [&](int above) { return plot.bottom() - plot.height * static_cast<std::size_t>(above) / rows; };
    const std::size_t top = edge(pitch - range.lowest + 1);
    return {plot.x, top, plot.width, edge(pitch - range.lowest) - top};
}

PixelBox PianoRollView::State::box_of(const RollNote& note) const {
    if (!can_be_drawn(note) || note.midi_pitch < range.lowest || note.midi_pitch > range.highest || plot.empty())
        return {};
    const auto left = static_cast<double>(plot.x);
    const auto right = static_cast<double>(plot.right());
    const double begin = x_of(note.onset_s);
    const double end = std::max(x_of(note.offset_s), begin + 1.0);
    if (end <= left || begin >= right) return {};
    PixelBox box = row(note.midi_pitch);
    box.x = static_cast<std::size_t>(std::max(begin, left));
    box.width = static_cast<std::size_t>(std::min(end, right)) - box.x;
    return box;
}

void PianoRollView::State::paint_rows(const Theme& colors) {
    const float size_px = kAxisText_px * canvas.scale();
    for (int pitch = range.lowest; pitch <= range.highest; ++pitch) {
        const PixelBox box = row(pitch);
        if (is_black_key(pitch)) canvas.fill(box, colors.grid.with_alpha(kBlackKeyShade));
    }
    draw_time_axis(canvas, plot, begin_px() / px_per_s(), window.duration_s, colors);
    for (int pitch = range.lowest; pitch <= range.highest; ++pitch) {
        if (pitch % kSemitones != 0) continue;
        const PixelBox box = row(pitch);
        draw_level_line(canvas, plot, static_cast<double>(box.bottom()) - 1.0, colors.grid_strong);
        if (!has_margins(canvas, plot)) continue;
        const double middle = static_cast<double>(box.y) + 0.5 * static_cast<double>(box.height);
        const double low = static_cast<double>(plot.bottom()) - 0.4 * static_cast<double>(size_px);
        write_beside(canvas, plot, AxisSide::left, std::min(middle, low),
                     Figures().add("C").add_number(pitch / kSemitones - 1, 0), colors.faint_text);
    }
}

void PianoRollView::State::paint_notes(const PixelBox& part, const Theme& colors) {
    const auto seam = static_cast<std::size_t>(std::max(1.0F, std::floor(canvas.scale())));
    for (const RollNote& note : notes) {
        PixelBox box = box_of(note);
        if (intersection(box, part).empty()) continue;
        // Repeated notes stay apart, and so do neighboring keys.
        if (box.width > 2 * seam) box.width -= seam;
        if (box.height > 3 * seam) {
            box.y += seam;
            box.height -= seam;
        }
        const Point upper_left{static_cast<float>(box.x), static_cast<float>(box.y)};
        const Point lower_right{static_cast<float>(box.right()), static_cast<float>(box.bottom())};
        const float radius =
            std::min(kCornerRadius_px * canvas.scale(), 0.5F * static_cast<float>(std::min(box.width, box.height)));
        canvas.fill_rounded_box(upper_left, lower_right, radius, loudness_color(note.velocity, colors));
    }
}

/// Where its line changes pixels; empty where it lies outside the plot.
PixelBox PianoRollView::State::box_of_playhead(double x) const {
    if (!(x >= static_cast<double>(plot.x) && x <= static_cast<double>(plot.right()))) return {};
    const double half = std::ceil(0.5 * static_cast<double>(kPlayhead_px * canvas.scale()));
    const auto left = static_cast<std::size_t>(std::max(x - half, 0.0));
    return {left, plot.y, static_cast<std::size_t>(x + half) - left, plot.height};
}

/// What this box shows, anew.
void PianoRollView::State::paint(const PixelBox& box) {
    if (box.empty()) return;
    const Theme& colors = theme(theme_name);
    canvas.set_clip(box);
    canvas.fill(box, colors.background);
    canvas.fill(plot, colors.panel);
    if (!plot.empty()) {
        paint_rows(colors);
        paint_notes(box, colors);
        if (const auto head = playhead(); head && !intersection(box_of_playhead(*head), box).empty()) {
            const auto x = static_cast<float>(*head);
            const float half = 0.5F * kPlayhead_px * canvas.scale();
            canvas.fill_box({x - half, static_cast<float>(plot.y)}, {x + half, static_cast<float>(plot.bottom())},
                            colors.accent);
        }
    }
    canvas.clear_clip();
    dirty.add(intersection(box, {0, 0, canvas.size().width, canvas.size().height}));
}

bool PianoRollView::State::can_scroll(double distance_px) const {
    const double edges = 4.0 * static_cast<double>(kEdge_px * canvas.scale());
    return distance_px >= 0.0 && distance_px + edges < static_cast<double>(plot.width);
}

/// Moves what stays in sight, and paints the columns at the edges and what stands below the plot.
void PianoRollView::State::scroll(std::size_t distance_px) {
    for (std::size_t y = plot.y; y < plot.bottom(); ++y) {
        std::uint32_t* row = canvas.row(y).data() + plot.x;
        std::memmove(row, row + distance_px, sizeof(std::uint32_t) * (plot.width - distance_px));
    }
    const auto edge = static_cast<std::size_t>(std::ceil(kEdge_px * canvas.scale()));
    // The line that was moved along with the pixels.
    if (shown_playhead) paint(box_of_playhead(*shown_playhead - static_cast<double>(distance_px)));
    paint({0, plot.y, plot.x + edge, plot.height});
    const std::size_t fresh = plot.right() - distance_px - edge;
    paint({fresh, plot.y, canvas.size().width - fresh, plot.height});
    paint({0, plot.bottom(), canvas.size().width, canvas.size().height - plot.bottom()});
    dirty.add(plot);
}

bool PianoRollView::State::few_notes_changed() const {
    const std::size_t both = std::min(notes.size(), shown_notes.size());
    auto changed = static_cast<std::ptrdiff_t>(std::max(notes.size(), shown_notes.size()) - both);
    for (std::size_t i = 0; i < both; ++i) changed += notes[i] == shown_notes[i] ? 0 : 1;
    return changed <= kMostChangedNotes;
}

void PianoRollView::State::paint_changed_notes() {
    const std::size_t most = std::max(notes.size(), shown_notes.size());
    for (std::size_t i = 0; i < most; ++i) {
        const bool both = i < notes.size() && i < shown_notes.size();
        if (both && notes[i] == shown_notes[i]) continue;
        if (i < shown_notes.size()) paint(box_of(shown_notes[i]));
        if (i < notes.size()) paint(box_of(notes[i]));
    }
}

PianoRollView::PianoRollView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
PianoRollView::~PianoRollView() = default;
PianoRollView::PianoRollView(PianoRollView&&) noexcept = default;
PianoRollView& PianoRollView::operator=(PianoRollView&&) noexcept = default;

void PianoRollView::resize(PictureSize size, float scale) {
    if (size == state_->canvas.size() && scale == state_->canvas.scale()) return;
    state_->canvas.resize(size, scale);
    state_->plot = plot_within(state_->canvas, kMargins);
    state_->stale = true;
}

void PianoRollView::set_theme(ThemeName name) {
    state_->stale |= name != state_->theme_name;
    state_->theme_name = name;
}

void PianoRollView::set_window(const RollWindow& window) {
    state_->stale |= window.duration_s != state_->window.duration_s;
    state_->window = window;
}

void PianoRollView::set_pitches(const PitchRange& range) {
    state_->stale |= range != state_->range;
    state_->range = range;
}

void PianoRollView::set_notes(std::span<const RollNote> notes) {
    if (std::ranges::equal(notes, state_->notes)) return;
    state_->notes.assign(notes.begin(), notes.end());
    state_->notes_changed = true;
}

void PianoRollView::set_playhead(std::optional<double> position_s) {
    state_->playhead_s = position_s && std::isfinite(*position_s) ? position_s : std::nullopt;
}

std::span<const PixelBox> PianoRollView::draw() {
    State& state = *state_;
    state.dirty.clear();
    if (state.canvas.bytes().empty()) return {};
    const double begin = state.begin_px();
    const auto playhead = state.playhead();
    const double distance_px = begin - state.shown_begin;
    if (!state.stale && distance_px == 0.0 && playhead == state.shown_playhead && !state.notes_changed) return {};
    if (state.stale || !state.can_scroll(distance_px) || (state.notes_changed && !state.few_notes_changed())) {
        state.paint({0, 0, state.canvas.size().width, state.canvas.size().height});
    } else {
        if (distance_px > 0.0) state.scroll(static_cast<std::size_t>(distance_px));
        if (state.notes_changed) state.paint_changed_notes();
        if (distance_px > 0.0 || playhead != state.shown_playhead) {
            if (state.shown_playhead) state.paint(state.box_of_playhead(*state.shown_playhead));
            if (playhead) state.paint(state.box_of_playhead(*playhead));
        }
    }
    if (state.stale || state.notes_changed) state.shown_notes = state.notes;
    state.shown_begin = begin;
    state.shown_playhead = playhead;
    state.stale = state.notes_changed = false;
    return state.dirty.boxes();
}

const Canvas& PianoRollView::canvas() const noexcept { return state_->canvas; }
PixelBox PianoRollView::plot() const noexcept { return state_->plot; }

double PianoRollView::time_at(float x) const noexcept {
    if (state_->plot.empty()) return state_->window.begin_s;
    return (static_cast<double>(x) - static_cast<double>(state_->plot.x) + state_->begin_px()) / state_->px_per_s();
}

PixelBox PianoRollView::box_of(const RollNote& note) const noexcept { return state_->box_of(note); }

PitchRange pitches_around(std::span<const RollNote> notes) noexcept {
    int lowest = kHighestPitch;
    int highest = 0;
    for (const RollNote& note : notes) {
        if (!can_be_drawn(note)) continue;
        lowest = std::min(lowest, note.midi_pitch);
        highest = std::max(highest, note.midi_pitch);
    }
    if (lowest > highest) lowest = highest = 60;
    const int missing = std::max(2 * kBeyond, kFewestPitches - 1 - (highest - lowest));
    return {std::max(0, lowest - missing / 2), std::min(kHighestPitch, highest + missing - missing / 2)};
}

}  // namespace attacca::picture
