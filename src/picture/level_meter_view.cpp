#include "attacca/picture/level_meter_view.h"

namespace attacca::picture {

// Paints its background so far.
struct LevelMeterView::State {
    Canvas canvas;
    ThemeName theme = ThemeName::dark;
    PixelBox box;
    bool changed = true;
};

LevelMeterView::LevelMeterView(MeterDirection, PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
LevelMeterView::~LevelMeterView() = default;
LevelMeterView::LevelMeterView(LevelMeterView&&) noexcept = default;
LevelMeterView& LevelMeterView::operator=(LevelMeterView&&) noexcept = default;

void LevelMeterView::resize(PictureSize size, float scale) {
    state_->canvas.resize(size, scale);
    state_->box = {0, 0, size.width, size.height};
    state_->changed = true;
}
void LevelMeterView::set_theme(ThemeName name) {
    state_->changed |= name != state_->theme;
    state_->theme = name;
}
std::span<const PixelBox> LevelMeterView::draw() {
    if (!state_->changed) return {};
    state_->changed = false;
    state_->canvas.fill(state_->box, theme(state_->theme).panel);
    return {&state_->box, 1};
}
const Canvas& LevelMeterView::canvas() const noexcept { return state_->canvas; }

void LevelMeterView::set_levels(const analysis::Levels&) {}
void LevelMeterView::clear_clips() {}

}  // namespace attacca::picture
