#include "attacca/picture/piano_roll_view.h"

namespace attacca::picture {

// Paints its background so far.
struct PianoRollView::State {
    Canvas canvas;
    ThemeName theme = ThemeName::dark;
    PixelBox box;
    bool changed = true;
};

PianoRollView::PianoRollView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
PianoRollView::~PianoRollView() = default;
PianoRollView::PianoRollView(PianoRollView&&) noexcept = default;
PianoRollView& PianoRollView::operator=(PianoRollView&&) noexcept = default;

void PianoRollView::resize(PictureSize size, float scale) {
    state_->canvas.resize(size, scale);
    state_->box = {0, 0, size.width, size.height};
    state_->changed = true;
}
void PianoRollView::set_theme(ThemeName name) {
    state_->changed |= name != state_->theme;
    state_->theme = name;
}
std::span<const PixelBox> PianoRollView::draw() {
    if (!state_->changed) return {};
    state_->changed = false;
    state_->canvas.fill(state_->box, theme(state_->theme).panel);
    return {&state_->box, 1};
}
const Canvas& PianoRollView::canvas() const noexcept { return state_->canvas; }

void PianoRollView::set_window(const RollWindow&) {}
void PianoRollView::set_pitches(const PitchRange&) {}
void PianoRollView::set_notes(std::span<const RollNote>) {}
void PianoRollView::set_playhead(std::optional<double>) {}
PixelBox PianoRollView::plot() const noexcept { return state_->box; }
double PianoRollView::time_at(float) const noexcept { return 0.0; }
PixelBox PianoRollView::box_of(const RollNote&) const noexcept { return {}; }
PitchRange pitches_around(std::span<const RollNote>) noexcept { return {}; }

}  // namespace attacca::picture
