#include "attacca/picture/oscilloscope_view.h"

namespace attacca::picture {

// Paints its background so far.
struct OscilloscopeView::State {
    Canvas canvas;
    ThemeName theme = ThemeName::dark;
    PixelBox box;
    bool changed = true;
};

OscilloscopeView::OscilloscopeView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
OscilloscopeView::~OscilloscopeView() = default;
OscilloscopeView::OscilloscopeView(OscilloscopeView&&) noexcept = default;
OscilloscopeView& OscilloscopeView::operator=(OscilloscopeView&&) noexcept = default;

void OscilloscopeView::resize(PictureSize size, float scale) {
    state_->canvas.resize(size, scale);
    state_->box = {0, 0, size.width, size.height};
    state_->changed = true;
}
void OscilloscopeView::set_theme(ThemeName name) {
    state_->changed |= name != state_->theme;
    state_->theme = name;
}
std::span<const PixelBox> OscilloscopeView::draw() {
    if (!state_->changed) return {};
    state_->changed = false;
    state_->canvas.fill(state_->box, theme(state_->theme).panel);
    return {&state_->box, 1};
}
const Canvas& OscilloscopeView::canvas() const noexcept { return state_->canvas; }

void OscilloscopeView::set_sample_rate(double) {}
void OscilloscopeView::set_span_ms(double) {}
void OscilloscopeView::add(ConstAudioBlock) noexcept {}
void OscilloscopeView::clear() {}
PixelBox OscilloscopeView::plot() const noexcept { return state_->box; }

}  // namespace attacca::picture
