#include "picture_widget.h"

#include <QFocusEvent>
#include <QPaintEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace attacca::studio {
namespace {

QRect widget_box(const picture::PixelBox& box, double ratio) {
    const double left = std::floor(static_cast<double>(box.x) / ratio);
    const double top = std::floor(static_cast<double>(box.y) / ratio);
    const double right = std::ceil(static_cast<double>(box.right()) / ratio);
    const double bottom = std::ceil(static_cast<double>(box.bottom()) / ratio);
    return {static_cast<int>(left), static_cast<int>(top), static_cast<int>(right - left),
            static_cast<int>(bottom - top)};
}

bool by_keys(Qt::FocusReason reason) {
    return reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason || reason == Qt::ShortcutFocusReason;
}

}  // namespace

PictureWidget::PictureWidget(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_OpaquePaintEvent); }

void PictureWidget::set_theme(picture::ThemeName theme) {
    theme_view(theme);
    show_changes();
}

void PictureWidget::show_changes() {
    if (!isVisible()) return;
    const double ratio = devicePixelRatioF();
    QRect changed;
    for (const auto& box : draw_view()) changed |= widget_box(box, ratio);
    if (!changed.isEmpty()) update(changed);  // One box: a region of many costs Qt more than the pixels between them.
}

picture::Point PictureWidget::canvas_point(QPointF place) const {
    const double ratio = devicePixelRatioF();
    return {static_cast<float>(place.x() * ratio), static_cast<float>(place.y() * ratio)};
}

QPointF PictureWidget::widget_point(picture::Point place) const {
    const double ratio = devicePixelRatioF();
    return {static_cast<double>(place.x) / ratio, static_cast<double>(place.y) / ratio};
}

void PictureWidget::paintEvent(QPaintEvent* event) {
    const picture::Canvas& canvas = view_canvas();
    const auto width = static_cast<int>(canvas.size().width);
    const auto height = static_cast<int>(canvas.size().height);
    if (width == 0 || height == 0) return;
    const QImage pixels(canvas.bytes().data(), width, height, QImage::Format_RGB32);
    const double ratio = devicePixelRatioF();
    QPainter painter(this);
    for (const QRect& box : event->region()) {
        if (ratio == 1.0) {
            painter.drawImage(box.topLeft(), pixels, box);  // Copies rows; the other way shares them among threads.
        } else {
            painter.drawImage(QRectF(box), pixels,
                              QRectF(box.x() * ratio, box.y() * ratio, box.width() * ratio, box.height() * ratio));
        }
    }
    if (!ring_ || !hasFocus()) return;
    painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void PictureWidget::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fit_view();
}

void PictureWidget::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    fit_view();
    (void)draw_view();
    update();
}

void PictureWidget::focusInEvent(QFocusEvent* event) {
    ring_ = by_keys(event->reason());
    QWidget::focusInEvent(event);
    update();
}

void PictureWidget::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

void PictureWidget::fit_view() {
    const double ratio = devicePixelRatioF();
    const auto pixels = [ratio](int length) {
        return static_cast<std::size_t>(std::ceil(static_cast<double>(std::max(length, 0)) * ratio));
    };
    resize_view({pixels(width()), pixels(height())}, static_cast<float>(ratio));
    show_changes();
}

}  // namespace attacca::studio
