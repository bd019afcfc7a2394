// What is sung and played: notes as a piano roll and a list, and a tuner.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QTreeWidget>
#include <memory>
#include <vector>

#include "attacca/picture/piano_roll_view.h"
#include "attacca/picture/tuner_view.h"
#include "background.h"
#include "device_box.h"
#include "form.h"
#include "note_listener.h"
#include "page.h"
#include "picture_widget.h"
#include "studio_model.h"

namespace attacca::studio {

/// Listens while it can be seen; what was heard stays until it listens anew.
class NotesPage : public Page {
    Q_OBJECT

public:
    NotesPage(StudioModel& model, DeviceList& devices);

    [[nodiscard]] bool moving() const override { return listener_ != nullptr; }
    void frame() override;
    void refresh() override;
    void set_theme(picture::ThemeName theme) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    [[nodiscard]] QWidget* make_settings();
    [[nodiscard]] QWidget* make_pictures();
    [[nodiscard]] QLayout* make_buttons();
    void restore();
    void keep();

    [[nodiscard]] bool follows_track() const;
    [[nodiscard]] NoteListenerSpec spec() const;
    /// The track that plays; empty source: none does.
    [[nodiscard]] media::Track current_track() const;
    void listen_or_stop();
    void listen();
    void stop();
    void settings_changed();
    void follow_track();
    /// Hears anew, if it listens.
    void clear();
    void forget();
    void save(const QString& extension);

    void show_roll();
    void show_list();
    void show_controls();

    StudioModel& model_;
    DeviceList& devices_;
    QComboBox source_;
    DeviceBox device_;
    QComboBox voice_;
    QDoubleSpinBox a4_;
    QCheckBox find_a4_{QStringLiteral("Fi&nd A4 in what sounds")};
    QPushButton listen_;
    QLabel state_;
    Message message_;
    ViewWidget<picture::TunerView> tuner_;
    ViewWidget<picture::PianoRollView> roll_;
    QTreeWidget list_;
    QPushButton clear_{QStringLiteral("Clea&r")};
    QPushButton save_midi_{QStringLiteral("Save as &MIDI…")};
    QPushButton save_csv_{QStringLiteral("Save as &CSV…")};

    media::Track heard_track_;  ///< What the notes shown are of, if they are a track's.
    HeardNotes heard_;
    std::uint64_t listed_version_ = 0;
    std::vector<picture::RollNote> roll_notes_;
    std::unique_ptr<NoteListener> listener_;
    Background writer_;  ///< Ends first.
};

}  // namespace attacca::studio
