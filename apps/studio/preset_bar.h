// Presets, A/B, bypass, and the look of the spectrum.
#pragma once

#include <QComboBox>
#include <QToolButton>
#include <QWidget>

#include "attacca/player/preset_store.h"
#include "form.h"
#include "studio_model.h"

namespace attacca::studio {

/// Where presets of the user's lie: attacca/presets in XDG_CONFIG_HOME.
[[nodiscard]] std::string preset_folder();

/// What was last chosen for a device is taken up when that device is.
///
/// Threads    The window's.
class PresetBar : public QWidget {
    Q_OBJECT

public:
    explicit PresetBar(StudioModel& model, QWidget* parent = nullptr);

signals:
    void style_chosen(const QString& style);

private:
    void make_presets(class QHBoxLayout& row);
    void make_comparison(QHBoxLayout& row);
    void list_presets();
    void choose(const QString& name);
    void save();
    void import();
    void remove();
    void follow_edit();
    void follow_device();
    void remember(const QString& name);

    StudioModel& model_;
    player::PresetStore store_;
    QComboBox* presets_ = nullptr;
    QToolButton* remove_ = nullptr;
    QToolButton* compare_ = nullptr;
    QToolButton* bypass_ = nullptr;
    Message problem_;  ///< Until the next thing is done with the presets.
    QString device_;
};

}  // namespace attacca::studio
