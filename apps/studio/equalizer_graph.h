// The live spectrum with the equalizer over it, whose nodes are dragged.
#pragma once

#include <QList>
#include <optional>

#include "attacca/picture/spectrum_view.h"
#include "equalizer_edit.h"
#include "equalizer_node.h"
#include "picture_widget.h"

namespace attacca::studio {

/// Dragging a node moves its band, by less with Shift; the wheel changes its Q; a double click resets its gain, and on
/// an empty place adds a band; the right button opens a menu. The keyboard's way is EqualizerNode.
///
/// Threads    The window's.
class EqualizerGraph : public ViewWidget<picture::SpectrumView> {
    Q_OBJECT

public:
    explicit EqualizerGraph(EqualizerEdit& edit, QWidget* parent = nullptr);

    /// The device's, by which curves are drawn.
    void set_sample_rate(double sample_rate_hz);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void follow_edit();
    void place_nodes();
    void drag_to(QPointF place, bool fine);
    void open_band_menu(std::size_t band, const QPoint& place);
    [[nodiscard]] std::optional<std::size_t> band_at(QPointF place) const;

    EqualizerEdit& edit_;
    QList<EqualizerNode*> nodes_;
    picture::EqualizerCurve curve_;
    std::optional<std::size_t> dragged_;
    QPointF grip_;  // From the pointer to the handle's center, on the canvas.
    QPointF last_place_;
};

}  // namespace attacca::studio
