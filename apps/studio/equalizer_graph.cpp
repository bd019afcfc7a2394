#include "equalizer_graph.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>
#include <array>
#include <cmath>

namespace attacca::studio {
namespace {

constexpr double kFineDrag = 0.1;
constexpr double kQualityPerNotch = 1.15;
constexpr double kNotch = 120.0;  // Qt's, of a wheel.
constexpr std::array kKinds{dsp::BandKind::peaking,   dsp::BandKind::low_shelf, dsp::BandKind::high_shelf,
                            dsp::BandKind::low_pass,  dsp::BandKind::high_pass, dsp::BandKind::notch,
                            dsp::BandKind::band_pass, dsp::BandKind::all_pass};

}  // namespace

EqualizerGraph::EqualizerGraph(EqualizerEdit& edit, QWidget* parent)
    : ViewWidget<picture::SpectrumView>(parent), edit_(edit) {
    setMouseTracking(true);
    setMinimumSize(320, 160);
    setAccessibleName(QStringLiteral("Spectrum and equalizer"));
    setToolTip(
        QStringLiteral("Drag a node to move its band; the wheel changes its Q; a double click resets it, or adds one"));
    connect(&edit_, &EqualizerEdit::changed, this, &EqualizerGraph::follow_edit);
    connect(&edit_, &EqualizerEdit::selection_changed, this, &EqualizerGraph::follow_edit);
    follow_edit();
}

void EqualizerGraph::set_sample_rate(double sample_rate_hz) {
    if (sample_rate_hz <= 0.0 || sample_rate_hz == curve_.sample_rate) return;
    curve_.sample_rate = sample_rate_hz;
    follow_edit();
}

void EqualizerGraph::follow_edit() {
    curve_.settings = edit_.settings();
    curve_.engagement = edit_.bypassed() ? picture::Engagement::bypassed : picture::Engagement::engaged;
    curve_.selected = edit_.selected();
    if (curve_.hovered && *curve_.hovered >= curve_.settings.bands.size()) curve_.hovered.reset();
    if (dragged_ && *dragged_ >= curve_.settings.bands.size()) dragged_.reset();
    view().set_equalizer(curve_);
    const auto bands = static_cast<qsizetype>(curve_.settings.bands.size());
    while (nodes_.size() > bands) nodes_.takeLast()->deleteLater();
    while (nodes_.size() < bands) {
        nodes_.append(new EqualizerNode(edit_, static_cast<std::size_t>(nodes_.size()), this));
        nodes_.back()->show();
    }
    for (auto* node : nodes_) node->follow_band();
    place_nodes();
    show_changes();
}

void EqualizerGraph::place_nodes() {
    if (view().canvas().size().width == 0) return;
    for (auto* node : nodes_) {
        const QPointF center = widget_point(view().handle(node->band()));
        node->move((center - QPointF(node->width() / 2.0, node->height() / 2.0)).toPoint());
    }
}

void EqualizerGraph::resizeEvent(QResizeEvent* event) {
    PictureWidget::resizeEvent(event);
    place_nodes();
}

std::optional<std::size_t> EqualizerGraph::band_at(QPointF place) const {
    return view().handle_at(canvas_point(place));
}

void EqualizerGraph::mousePressEvent(QMouseEvent* event) {
    const auto band = band_at(event->position());
    edit_.select(band);
    if (!band || event->button() != Qt::LeftButton) return;
    nodes_[static_cast<qsizetype>(*band)]->setFocus(Qt::MouseFocusReason);
    dragged_ = band;
    last_place_ = event->position();
    grip_ = widget_point(view().handle(*band)) - event->position();
}

void EqualizerGraph::mouseMoveEvent(QMouseEvent* event) {
    if (dragged_) {
        drag_to(event->position(), event->modifiers() & Qt::ShiftModifier);
        return;
    }
    const auto hovered = band_at(event->position());
    setCursor(hovered ? Qt::SizeAllCursor : Qt::ArrowCursor);
    if (hovered == curve_.hovered) return;
    curve_.hovered = hovered;
    view().set_equalizer(curve_);
    show_changes();
}

void EqualizerGraph::drag_to(QPointF place, bool fine) {
    if (fine) grip_ -= (place - last_place_) * (1.0 - kFineDrag);
    last_place_ = place;
    const picture::Point to = canvas_point(place + grip_);
    edit_.move_band(*dragged_, view().frequency_at(to.x), view().gain_at(to.y));
}

void EqualizerGraph::mouseReleaseEvent(QMouseEvent*) { dragged_.reset(); }

void EqualizerGraph::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto band = band_at(event->position())) {
        edit_.reset_gain(*band);
        return;
    }
    const picture::Point place = canvas_point(event->position());
    if (edit_.add_band(view().frequency_at(place.x), view().gain_at(place.y))) {
        nodes_.back()->setFocus(Qt::MouseFocusReason);
    }
}

void EqualizerGraph::wheelEvent(QWheelEvent* event) {
    const auto pointed = band_at(event->position());
    const auto band = pointed ? pointed : edit_.selected();
    if (!band) return;
    const double notches = event->angleDelta().y() / kNotch;
    edit_.set_quality(*band, quality(edit_.settings().bands[*band]) * std::pow(kQualityPerNotch, notches));
    event->accept();
}

void EqualizerGraph::leaveEvent(QEvent*) {
    curve_.hovered.reset();
    view().set_equalizer(curve_);
    show_changes();
}

void EqualizerGraph::contextMenuEvent(QContextMenuEvent* event) {
    const bool by_key = event->reason() == QContextMenuEvent::Keyboard;
    const auto band = by_key ? edit_.selected() : band_at(event->pos());
    if (band) {
        open_band_menu(*band, event->globalPos());
        return;
    }
    const picture::Point place = canvas_point(event->pos());
    QMenu menu(this);
    connect(menu.addAction(QStringLiteral("Add a band here")), &QAction::triggered, this,
            [this, place] { edit_.add_band(view().frequency_at(place.x), view().gain_at(place.y)); });
    auto* bypass = menu.addAction(QStringLiteral("Bypass the equalizer"));
    bypass->setCheckable(true);
    bypass->setChecked(edit_.bypassed());
    connect(bypass, &QAction::triggered, this,
            [this](bool on) { edit_.set_bypass(on ? player::Switch::on : player::Switch::off); });
    menu.exec(event->globalPos());
}

void EqualizerGraph::open_band_menu(std::size_t band, const QPoint& place) {
    QMenu menu(this);
    for (const auto kind : kKinds) {
        auto* action = menu.addAction(kind_text(kind));
        action->setCheckable(true);
        action->setChecked(edit_.settings().bands[band].kind == kind);
        connect(action, &QAction::triggered, this, [this, band, kind] {
            dsp::Band changed = edit_.settings().bands[band];
            changed.kind = kind;
            edit_.set_band(band, changed);
        });
    }
    menu.addSeparator();
    connect(menu.addAction(QStringLiteral("Reset the gain")), &QAction::triggered, this,
            [this, band] { edit_.reset_gain(band); });
    connect(menu.addAction(QStringLiteral("Remove the band")), &QAction::triggered, this,
            [this, band] { edit_.remove_band(band); });
    menu.exec(place);
}

}  // namespace attacca::studio
