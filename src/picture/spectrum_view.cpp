#include "attacca/picture/spectrum_view.h"

namespace attacca::picture {

// Paints its background so far.
struct SpectrumView::State {
    Canvas canvas;
    ThemeName theme = ThemeName::dark;
    PixelBox box;
    bool changed = true;
};

SpectrumView::SpectrumView(PixelOrder order) : state_(std::make_unique<State>()) {
    state_->canvas = Canvas({.order = order});
}
SpectrumView::~SpectrumView() = default;
SpectrumView::SpectrumView(SpectrumView&&) noexcept = default;
SpectrumView& SpectrumView::operator=(SpectrumView&&) noexcept = default;

void SpectrumView::resize(PictureSize size, float scale) {
    state_->canvas.resize(size, scale);
    state_->box = {0, 0, size.width, size.height};
    state_->changed = true;
}
void SpectrumView::set_theme(ThemeName name) {
    state_->changed |= name != state_->theme;
    state_->theme = name;
}
std::span<const PixelBox> SpectrumView::draw() {
    if (!state_->changed) return {};
    state_->changed = false;
    state_->canvas.fill(state_->box, theme(state_->theme).panel);
    return {&state_->box, 1};
}
const Canvas& SpectrumView::canvas() const noexcept { return state_->canvas; }

void SpectrumView::set_style(SpectrumStyle) {}
void SpectrumView::set_axes(const SpectrumAxes&) {}
void SpectrumView::set_levels(std::span<const float>, std::span<const float>) {}
void SpectrumView::set_equalizer(const EqualizerCurve&) {}
void SpectrumView::clear_equalizer() {}
PixelBox SpectrumView::plot() const noexcept { return state_->box; }
double SpectrumView::frequency_at(float) const noexcept { return 1000.0; }
float SpectrumView::x_of(double) const noexcept { return 0.0F; }
double SpectrumView::gain_at(float) const noexcept { return 0.0; }
float SpectrumView::y_of(double) const noexcept { return 0.0F; }
double SpectrumView::gain_range_db() const noexcept { return 12.0; }
std::optional<std::size_t> SpectrumView::handle_at(Point) const noexcept { return {}; }
Point SpectrumView::handle(std::size_t) const noexcept { return {}; }

}  // namespace attacca::picture
