// Shows a view of the picture room: its pixels as they are, and of them only what changed.
#pragma once

#include <QWidget>
#include <span>

#include "attacca/picture/canvas.h"
#include "attacca/picture/pixel_box.h"
#include "attacca/picture/theme.h"

namespace attacca::studio {

/// What all views have in common, for a widget.
///
/// Threads    The window's.
class PictureWidget : public QWidget {
    Q_OBJECT

public:
    explicit PictureWidget(QWidget* parent = nullptr);

    void set_theme(picture::ThemeName theme);
    /// Draws what is new in the view and has those boxes painted; nothing while the widget cannot be seen.
    void show_changes();

protected:
    virtual void resize_view(picture::PictureSize size, float scale) = 0;
    virtual void theme_view(picture::ThemeName theme) = 0;
    virtual std::span<const picture::PixelBox> draw_view() = 0;
    [[nodiscard]] virtual const picture::Canvas& view_canvas() const = 0;

    /// A place in the widget as one on the canvas.
    [[nodiscard]] picture::Point canvas_point(QPointF place) const;
    /// And back.
    [[nodiscard]] QPointF widget_point(picture::Point place) const;

    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void fit_view();

    bool ring_ = false;  // Keys brought the focus here: show where it is.
};

/// A widget of one kind of view.
template <class View>
class ViewWidget : public PictureWidget {
public:
    using PictureWidget::PictureWidget;
    explicit ViewWidget(View view, QWidget* parent = nullptr) : PictureWidget(parent), view_(std::move(view)) {}

    [[nodiscard]] View& view() noexcept { return view_; }
    [[nodiscard]] const View& view() const noexcept { return view_; }

protected:
    void resize_view(picture::PictureSize size, float scale) override { view_.resize(size, scale); }
    void theme_view(picture::ThemeName theme) override { view_.set_theme(theme); }
    std::span<const picture::PixelBox> draw_view() override { return view_.draw(); }
    [[nodiscard]] const picture::Canvas& view_canvas() const override { return view_.canvas(); }

private:
    View view_{picture::PixelOrder::bgra};
};

}  // namespace attacca::studio
