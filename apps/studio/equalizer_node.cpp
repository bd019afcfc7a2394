#include "equalizer_node.h"

#include <QKeyEvent>
#include <cmath>

namespace attacca::studio {
namespace {

constexpr double kGainStep_db = 0.5;
constexpr double kFineGainStep_db = 0.1;
constexpr double kStepsPerOctave = 12.0;
constexpr double kFineStepsPerOctave = 96.0;
constexpr double kQualityStep = 1.1;

}  // namespace

EqualizerNode::EqualizerNode(EqualizerEdit& edit, std::size_t band, QWidget* parent)
    : QWidget(parent), edit_(edit), band_(band) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::TabFocus);
    resize(24, 24);
    setMask(QRegion(-2, -2, 1, 1));  // Nothing of it is painted, at none of the picture's frames.
    setAccessibleDescription(
        QStringLiteral("Arrows change frequency and gain, Page Up and Page Down the Q, Home resets, Delete removes"));
    follow_band();
}

void EqualizerNode::follow_band() {
    const QString name = band_text(band_, edit_.settings().bands[band_]);
    if (name == accessibleName()) return;
    setAccessibleName(name);
    announce_value(*this);
}

double EqualizerNode::spoken_value() const { return edit_.settings().bands[band_].gain_db; }

void EqualizerNode::set_spoken_value(double value) {
    edit_.move_band(band_, edit_.settings().bands[band_].center_hz, value);
}

bool EqualizerNode::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && use_key(*static_cast<QKeyEvent*>(event), false)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void EqualizerNode::keyPressEvent(QKeyEvent* event) {
    if (!use_key(*event, true)) QWidget::keyPressEvent(event);
}

void EqualizerNode::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    edit_.select(band_);
}

bool EqualizerNode::use_key(const QKeyEvent& key, bool act) {
    if (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier)) return false;
    const bool fine = key.modifiers() & Qt::ShiftModifier;
    const double gain_step = fine ? kFineGainStep_db : kGainStep_db;
    const double ratio = std::exp2(1.0 / (fine ? kFineStepsPerOctave : kStepsPerOctave));
    const dsp::Band band = edit_.settings().bands[band_];
    const auto move = [&](double factor, double gain_db) {
        if (act) edit_.move_band(band_, band.center_hz * factor, band.gain_db + gain_db);
        return true;
    };
    const auto widen = [&](double factor) {
        if (act) edit_.set_quality(band_, quality(band) * factor);
        return true;
    };
    switch (key.key()) {
        case Qt::Key_Left:
            return move(1.0 / ratio, 0.0);
        case Qt::Key_Right:
            return move(ratio, 0.0);
        case Qt::Key_Up:
            return move(1.0, gain_step);
        case Qt::Key_Down:
            return move(1.0, -gain_step);
        case Qt::Key_PageUp:
        case Qt::Key_Plus:
            return widen(kQualityStep);
        case Qt::Key_PageDown:
        case Qt::Key_Minus:
            return widen(1.0 / kQualityStep);
        case Qt::Key_Home:
            if (act) edit_.reset_gain(band_);
            return true;
        case Qt::Key_Delete:
            if (act) edit_.remove_band(band_);  // Destroys this node, later.
            return true;
        default:
            return false;
    }
}

}  // namespace attacca::studio
