#include "waveform_seeker.h"

#include <QDir>
#include <QKeyEvent>
#include <QMouseEvent>

namespace attacca::studio {
namespace {

constexpr double kStep_s = 5.0;
constexpr double kPage_s = 60.0;

/// attacca/waveforms in XDG_CACHE_HOME.
std::string cache_folder() {
    const QString home = qEnvironmentVariable("XDG_CACHE_HOME");
    const QString folder = QDir::isAbsolutePath(home) ? home : QDir::homePath() + QStringLiteral("/.cache");
    return (folder + QStringLiteral("/attacca/waveforms")).toStdString();
}

}  // namespace

WaveformSeeker::WaveformSeeker(StudioModel& model, QWidget* parent)
    : ViewWidget<picture::WaveformView>(parent), model_(model), overview_(cache_folder()) {
    setAccessibleName(QStringLiteral("Position"));
    setAccessibleDescription(QStringLiteral("Left and Right go 5 seconds, Page Up and Page Down a minute"));
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setFixedHeight(64);
    connect(&model_, &StudioModel::details_changed, this, &WaveformSeeker::follow_track);
    connect(&model_, &StudioModel::seeked, this, [this] {
        follow_position();
        announce_value(*this);
    });
}

void WaveformSeeker::follow_track() {
    const auto& tracks = model_.state().tracks;
    const std::size_t current = model_.status().track;
    const bool there = model_.status().track_count > 0 && current < tracks.size();
    if (!there) {
        track_.reset();
        overview_.clear();
    } else if (track_ != tracks[current]) {
        track_ = tracks[current];
        overview_.show(*track_);
    }
    view().set_duration(there ? model_.status().duration_s.value_or(0.0) : 0.0);
    follow_position();
}

void WaveformSeeker::follow_overview() {
    const auto changes = overview_.changes();
    if (changes == shown_changes_ || !isVisible()) return;
    shown_changes_ = changes;
    const player::Waveform waveform = overview_.waveform();
    columns_.clear();
    for (const auto& column : waveform.columns) columns_.push_back({column.lowest, column.highest, column.rms});
    view().set_overview(columns_, waveform.loaded_share);
}

void WaveformSeeker::follow_position() {
    follow_overview();
    view().set_position(model_.status().position_s);
    show_changes();
}

QString WaveformSeeker::spoken_text() const {
    return QStringLiteral("%1 of %2").arg(time_text(spoken_value()), time_text(spoken_maximum()));
}

bool WaveformSeeker::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && use_key(*static_cast<QKeyEvent*>(event), false)) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void WaveformSeeker::keyPressEvent(QKeyEvent* event) {
    if (!use_key(*event, true)) QWidget::keyPressEvent(event);
}

bool WaveformSeeker::use_key(const QKeyEvent& key, bool act) {
    if (key.modifiers() != Qt::NoModifier && key.modifiers() != Qt::KeypadModifier) return false;
    const auto by = [&](double seconds) {
        if (act) model_.seek_by(seconds);
        return true;
    };
    const auto to = [&](double seconds) {
        if (act) model_.seek(seconds);
        return true;
    };
    switch (key.key()) {
        case Qt::Key_Left:
            return by(-kStep_s);
        case Qt::Key_Right:
            return by(kStep_s);
        case Qt::Key_PageDown:
            return by(-kPage_s);
        case Qt::Key_PageUp:
            return by(kPage_s);
        case Qt::Key_Home:
            return to(0.0);
        case Qt::Key_End:
            return to(spoken_maximum());
        default:
            return false;
    }
}

void WaveformSeeker::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) model_.seek(view().time_at(canvas_point(event->position()).x));
}

void WaveformSeeker::mouseMoveEvent(QMouseEvent* event) {
    const double there = view().time_at(canvas_point(event->position()).x);
    if (event->buttons() & Qt::LeftButton) model_.seek(there);
    view().set_hover(model_.status().track_count > 0 ? std::optional(there) : std::nullopt);
    show_changes();
}

void WaveformSeeker::leaveEvent(QEvent*) {
    view().set_hover(std::nullopt);
    show_changes();
}

}  // namespace attacca::studio
