#include "notes_page.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSaveFile>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

#include "attacca/analysis/note_name.h"
#include "attacca/player/note_file.h"
#include "icons.h"

namespace attacca::studio {
namespace {

constexpr int kSettingsWidth_px = 330;
constexpr int kTunerHeight_px = 200;
constexpr int kListHeight_px = 190;
constexpr double kRollSpan_s = 10.0;
constexpr double kBeforePlayhead_s = 3.0;
constexpr double kFirstA4_hz = 440.0;

enum Source { kTrack, kMicrophone };
enum Column { kNote, kCents, kBegins, kLasts, kVelocity };

QString note_text(int midi_pitch) {
    return QString::fromStdString(analysis::note_name(midi_pitch)).replace(QLatin1Char('#'), QStringLiteral("♯"));
}

QString pitch_text(const std::optional<double>& pitch_hz, double a4_hz) {
    if (!pitch_hz) return QStringLiteral("nothing sounds");
    const double pitch = analysis::midi_pitch_of(*pitch_hz, a4_hz);
    const int nearest = static_cast<int>(std::lround(pitch));
    return QStringLiteral("%1, %2 cents, %3 Hz")
        .arg(note_text(nearest))
        .arg(100.0 * (pitch - nearest), 0, 'f', 0)
        .arg(*pitch_hz, 0, 'f', 1);
}

void fill(QTreeWidgetItem& item, const analysis::FoundNote& found) {
    const auto& note = found.note;
    const bool sounds = found.offset_s == 0.0;
    const std::array texts{note_text(note.midi_pitch), QString::number(static_cast<double>(note.cents), 'f', 0),
                           QString::number(found.onset_s, 'f', 2) + QStringLiteral(" s"),
                           sounds ? QStringLiteral("sounds")
                                  : QString::number(found.offset_s - found.onset_s, 'f', 2) + QStringLiteral(" s"),
                           QString::number(player::velocity_of(note))};
    for (int column = kNote; column <= kVelocity; ++column) {
        const auto& text = texts.at(static_cast<std::size_t>(column));
        if (item.text(column) != text) item.setText(column, text);
        if (column != kNote) item.setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    }
}

Status write_file(const QString& path, const std::string& bytes) {
    QSaveFile file(path);
    const auto size = static_cast<qint64>(bytes.size());
    if (file.open(QIODevice::WriteOnly) && file.write(bytes.data(), size) == size && file.commit()) return {};
    return fail(ErrorCode::system, (path + QStringLiteral(": ") + file.errorString()).toStdString());
}

}  // namespace

NotesPage::NotesPage(StudioModel& model, DeviceList& devices)
    : model_(model), devices_(devices), device_(devices, device::Direction::input) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(24);
    layout->addWidget(make_settings());
    layout->addWidget(make_pictures(), 1);
    restore();
    connect(&source_, &QComboBox::activated, this, &NotesPage::settings_changed);
    connect(&device_, &DeviceBox::chosen, this, &NotesPage::settings_changed);
    connect(&voice_, &QComboBox::activated, this, &NotesPage::settings_changed);
    connect(&a4_, &QDoubleSpinBox::valueChanged, this, &NotesPage::settings_changed);
    connect(&find_a4_, &QCheckBox::toggled, this, &NotesPage::settings_changed);
    connect(&listen_, &QPushButton::clicked, this, &NotesPage::listen_or_stop);
    show_controls();
}

QWidget* NotesPage::make_settings() {
    source_.addItem(QStringLiteral("The track that plays"), kTrack);
    source_.addItem(QStringLiteral("The microphone"), kMicrophone);
    voice_.addItem(QStringLiteral("All notes"), QString());
    for (const auto& profile : analysis::voice_profiles()) {
        const QString name = QString::fromUtf8(profile.name.data(), static_cast<qsizetype>(profile.name.size()));
        voice_.addItem(QStringLiteral("%1: %2 to %3")
                           .arg(name.left(1).toUpper() + name.mid(1), note_text(profile.lowest_midi),
                                note_text(profile.highest_midi)),
                       name);
    }
    a4_.setRange(400.0, 480.0);
    a4_.setDecimals(1);
    a4_.setSuffix(QStringLiteral(" Hz"));
    a4_.setKeyboardTracking(false);
    auto* form = make_form();
    add_row(*form, QStringLiteral("&Listen to"), &source_);
    add_row(*form, QStringLiteral("&Input"), &device_);
    add_row(*form, QStringLiteral("&Voice"), &voice_);
    add_row(*form, QStringLiteral("&A4"), &a4_);
    form->addRow(QString(), &find_a4_);
    listen_.setMinimumHeight(36);
    state_.setWordWrap(true);
    tuner_.setAccessibleName(QStringLiteral("Tuner"));
    tuner_.setFixedHeight(kTunerHeight_px);

    auto* column = new QWidget;
    column->setFixedWidth(kSettingsWidth_px);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(make_heading(QStringLiteral("Listen")));
    layout->addLayout(form);
    layout->addWidget(&listen_);
    layout->addWidget(&state_);
    layout->addWidget(&message_);
    layout->addStretch(1);
    layout->addWidget(make_heading(QStringLiteral("Tuner")));
    layout->addWidget(&tuner_);
    return column;
}

QWidget* NotesPage::make_pictures() {
    roll_.setAccessibleName(QStringLiteral("Piano roll"));
    list_.setAccessibleName(QStringLiteral("Notes"));
    list_.setHeaderLabels({QStringLiteral("Note"), QStringLiteral("Cents"), QStringLiteral("Begins"),
                           QStringLiteral("Lasts"), QStringLiteral("Velocity")});
    list_.setRootIsDecorated(false);
    new EmptyText(list_, QStringLiteral("No notes yet: start listening, to the track that plays or to a microphone."));
    list_.setUniformRowHeights(true);
    list_.setFixedHeight(kListHeight_px);
    list_.header()->setSectionResizeMode(QHeaderView::Stretch);
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(&roll_, 1);
    layout->addWidget(&list_);
    layout->addLayout(make_buttons());
    return column;
}

QLayout* NotesPage::make_buttons() {
    connect(&clear_, &QPushButton::clicked, this, &NotesPage::clear);
    connect(&save_midi_, &QPushButton::clicked, this, [this] { save(QStringLiteral("mid")); });
    connect(&save_csv_, &QPushButton::clicked, this, [this] { save(QStringLiteral("csv")); });
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(&clear_);
    row->addStretch(1);
    row->addWidget(&save_midi_);
    row->addWidget(&save_csv_);
    return row;
}

void NotesPage::restore() {
    const QJsonObject kept = model_.page_settings(QStringLiteral("notes"));
    source_.setCurrentIndex(kept[QStringLiteral("source")].toInt(kTrack) == kMicrophone ? 1 : 0);
    device_.set_device(kept[QStringLiteral("device")].toString());
    voice_.setCurrentIndex(std::max(0, voice_.findData(kept[QStringLiteral("voice")].toString())));
    a4_.setValue(kept[QStringLiteral("a4_hz")].toDouble(kFirstA4_hz));
    find_a4_.setChecked(kept[QStringLiteral("find_a4")].toBool());
    tuner_.view().set_a4_hz(a4_.value());
}

void NotesPage::keep() {
    model_.set_page_settings(QStringLiteral("notes"), {{QStringLiteral("source"), source_.currentData().toInt()},
                                                       {QStringLiteral("device"), device_.device()},
                                                       {QStringLiteral("voice"), voice_.currentData().toString()},
                                                       {QStringLiteral("a4_hz"), a4_.value()},
                                                       {QStringLiteral("find_a4"), find_a4_.isChecked()}});
}

bool NotesPage::follows_track() const { return source_.currentData().toInt() == kTrack; }

media::Track NotesPage::current_track() const {
    const auto& tracks = model_.state().tracks;
    const std::size_t track = model_.status().track;
    return track < tracks.size() ? tracks[track] : media::Track();
}

NoteListenerSpec NotesPage::spec() const {
    NoteListenerSpec spec{.device = device_.device().toStdString(),
                          .profile = analysis::find_voice_profile(voice_.currentData().toString().toStdString()),
                          .a4_hz = a4_.value(),
                          .tuning = find_a4_.isChecked() ? analysis::Tuning::automatic : analysis::Tuning::fixed};
    if (follows_track()) spec.track = current_track();
    return spec;
}

void NotesPage::listen_or_stop() {
    if (listener_) return stop();
    listen();
}

void NotesPage::listen() {
    listener_.reset();
    forget();
    auto wanted = spec();
    const bool nothing = wanted.track && wanted.track->source.empty();
    message_.warn(nothing
                      ? QStringLiteral("No track is open: play one on the Player page, or listen to the microphone.")
                      : QString());
    heard_track_ = wanted.track.value_or(media::Track());
    if (!nothing) listener_ = std::make_unique<NoteListener>(std::move(wanted));
    show_controls();
    emit moving_changed();
}

void NotesPage::stop() {
    if (!listener_) return;
    listener_->hear(heard_);
    listener_.reset();
    heard_.pitch_hz.reset();
    show_roll();
    show_list();
    show_controls();
    emit moving_changed();
}

void NotesPage::settings_changed() {
    keep();
    tuner_.view().set_a4_hz(a4_.value());
    show_controls();
    if (listener_) listen();
}

void NotesPage::follow_track() {
    if (!listener_ || !follows_track()) return;
    const auto track = current_track();
    if (!track.source.empty() && !(track == heard_track_)) listen();
}

void NotesPage::clear() {
    if (listener_) return listen();
    forget();
    show_controls();
}

void NotesPage::forget() {
    heard_ = {};
    listed_version_ = 0;
    list_.clear();
    show_roll();
}

void NotesPage::save(const QString& extension) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    const QString path = QFileDialog::getSaveFileName(this, QStringLiteral("Save the notes"),
                                                      folder + QStringLiteral("/Notes.") + extension,
                                                      QStringLiteral("Notes (*.%1)").arg(extension));
    if (path.isEmpty()) return;
    auto notes = heard_.notes;
    for (auto& found : notes) {
        if (found.offset_s == 0.0) found.offset_s = heard_.heard_s;  // It sounds still.
    }
    const std::string bytes = extension == QStringLiteral("mid") ? player::notes_midi(notes, {})
                                                                 : player::notes_csv(notes, player::DetectedColumn::no);
    writer_.run(
        *this, [path, bytes] { return write_file(path, bytes); },
        [this, path](const Status& written) {
            if (!written) return message_.warn(QString::fromStdString(written.error().detail));
            message_.say(QStringLiteral("Saved ") + path);
        });
}

void NotesPage::showEvent(QShowEvent* event) {
    Page::showEvent(event);
    devices_.watch(true);
}

/// The microphone is not heard where nobody sees it; a track is read to its end.
void NotesPage::hideEvent(QHideEvent* event) {
    Page::hideEvent(event);
    devices_.watch(false);
    if (!follows_track()) stop();
}

void NotesPage::frame() {
    if (!listener_) return;
    listener_->hear(heard_);
    if (heard_.failure) {
        message_.warn(QString::fromStdString(heard_.failure->detail));
        return stop();
    }
    show_roll();
    const auto pitch = follows_track() ? listener_->pitch_at(model_.status().position_s) : heard_.pitch_hz;
    tuner_.view().set_frequency(follows_track() && !model_.playing() ? std::nullopt : pitch);
    tuner_.show_changes();
}

void NotesPage::set_theme(picture::ThemeName theme) {
    tuner_.set_theme(theme);
    roll_.set_theme(theme);
}

void NotesPage::refresh() {
    follow_track();
    if (listener_) listener_->hear(heard_);
    show_list();
    show_controls();
    const auto pitch = listener_ && follows_track() ? listener_->pitch_at(model_.status().position_s) : heard_.pitch_hz;
    tuner_.setAccessibleDescription(pitch_text(pitch, heard_.a4_hz));
}

void NotesPage::show_roll() {
    roll_notes_.clear();
    for (const auto& found : heard_.notes) {
        roll_notes_.push_back({.onset_s = found.onset_s,
                               .offset_s = found.offset_s == 0.0 ? heard_.heard_s : found.offset_s,
                               .midi_pitch = found.note.midi_pitch,
                               .velocity = found.note.velocity});
    }
    const bool track = listener_ && follows_track();
    const double position_s = track ? model_.status().position_s : heard_.heard_s;
    const double begin_s = track ? position_s - kBeforePlayhead_s : position_s - kRollSpan_s;
    roll_.view().set_window({.begin_s = std::max(0.0, begin_s), .duration_s = kRollSpan_s});
    roll_.view().set_pitches(picture::pitches_around(roll_notes_));
    roll_.view().set_notes(roll_notes_);
    roll_.view().set_playhead(track ? std::optional(position_s) : std::nullopt);
    roll_.show_changes();
}

/// Rows change in place; the newest is in sight.
void NotesPage::show_list() {
    if (listed_version_ == heard_.version) return;
    listed_version_ = heard_.version;
    const auto count = static_cast<int>(heard_.notes.size());
    const bool grew = count > list_.topLevelItemCount();
    while (list_.topLevelItemCount() < count) new QTreeWidgetItem(&list_);
    for (int i = 0; i < count; ++i) fill(*list_.topLevelItem(i), heard_.notes[static_cast<std::size_t>(i)]);
    if (grew && !follows_track()) list_.scrollToBottom();
}

void NotesPage::show_controls() {
    const bool listening = listener_ != nullptr;
    listen_.setText(listening ? QStringLiteral("&Stop listening") : QStringLiteral("&Start listening"));
    listen_.setIcon(icon(listening ? Sign::stop : Sign::play));
    device_.setEnabled(!follows_track());
    const bool any = !heard_.notes.empty();
    clear_.setEnabled(any);
    save_midi_.setEnabled(any);
    save_csv_.setEnabled(any);
    const QString count =
        QStringLiteral("%1 note%2").arg(heard_.notes.size()).arg(QLatin1String(heard_.notes.size() == 1 ? "" : "s"));
    if (!listening) {
        state_.setText(any ? count : QStringLiteral("Not listening"));
    } else if (follows_track()) {
        state_.setText(heard_.ended ? count + QStringLiteral(" in the whole track")
                                    : count + QStringLiteral(", read to ") + clock_text(heard_.heard_s));
    } else {
        state_.setText(count + QStringLiteral(" from ") + QString::fromStdString(heard_.device_name));
    }
}

}  // namespace attacca::studio
