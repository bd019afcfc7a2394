#include "preset_bar.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "icons.h"
#include "shortcuts.h"

namespace attacca::studio {
namespace {

QToolButton* button(const QString& text, const QString& name, const QString& tip) {
    auto* made = new QToolButton;
    made->setText(text);
    made->setAccessibleName(name);
    made->setToolTip(tip);
    made->setFocusPolicy(Qt::TabFocus);
    return made;
}

struct StyleChoice {
    const char* name;
    const char* label;
};
constexpr std::array kStyles{StyleChoice{"bars", "Bars"}, StyleChoice{"line", "Line"}, StyleChoice{"filled", "Filled"},
                             StyleChoice{"circular", "Circular"}};

}  // namespace

std::string preset_folder() {
    const QString home = qEnvironmentVariable("XDG_CONFIG_HOME");
    const QString folder = QDir::isAbsolutePath(home) ? home : QDir::homePath() + QStringLiteral("/.config");
    return (folder + QStringLiteral("/attacca/presets")).toStdString();
}

PresetBar::PresetBar(StudioModel& model, QWidget* parent) : QWidget(parent), model_(model), store_(preset_folder()) {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    make_presets(*row);
    row->addSpacing(12);
    make_comparison(*row);
    row->addStretch(1);
    auto* style = new NamedBox(QStringLiteral("Spectrum style"));
    style->setToolTip(QStringLiteral("How the spectrum is drawn"));
    style->setFocusPolicy(Qt::TabFocus);
    for (const auto& one : kStyles) style->addItem(QLatin1String(one.label), QLatin1String(one.name));
    style->setCurrentIndex(std::max(0, style->findData(model_.state().spectrum_style)));
    connect(style, &QComboBox::activated, this, [this, style] { emit style_chosen(style->currentData().toString()); });
    row->addWidget(style);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(&problem_);

    connect(&model_.equalizer(), &EqualizerEdit::changed, this, &PresetBar::follow_edit);
    connect(&model_, &StudioModel::details_changed, this, &PresetBar::follow_device);
    list_presets();
    follow_edit();
}

void PresetBar::make_presets(QHBoxLayout& row) {
    presets_ = new NamedBox(QStringLiteral("Preset"));
    presets_->setToolTip(QStringLiteral("Equalizer preset; the last one chosen is kept for each device"));
    presets_->setPlaceholderText(QStringLiteral("Preset"));
    presets_->setMinimumWidth(170);
    presets_->setFocusPolicy(Qt::TabFocus);
    auto* save = button(QStringLiteral("Save…"), QStringLiteral("Save the preset"),
                        QStringLiteral("Keep this setting under a name"));
    auto* import = button(QStringLiteral("Import…"), QStringLiteral("Import a preset"),
                          QStringLiteral("Read a file of AutoEq's or Equalizer APO's"));
    remove_ = button(QStringLiteral("Delete"), QStringLiteral("Delete the preset"),
                     QStringLiteral("Delete this preset of yours"));
    for (QWidget* control : std::initializer_list<QWidget*>{presets_, save, import, remove_}) row.addWidget(control);
    connect(presets_, &QComboBox::activated, this, [this] { choose(presets_->currentData().toString()); });
    connect(save, &QToolButton::clicked, this, &PresetBar::save);
    connect(import, &QToolButton::clicked, this, &PresetBar::import);
    connect(remove_, &QToolButton::clicked, this, &PresetBar::remove);
}

void PresetBar::make_comparison(QHBoxLayout& row) {
    compare_ = button(QStringLiteral("A"), QStringLiteral("Equalizer A"),
                      with_key(QStringLiteral("Compare two settings"), Command::compare));
    bypass_ = button(QStringLiteral("Bypass"), QStringLiteral("Bypass the equalizer"),
                     with_key(QStringLiteral("Sound without the equalizer"), Command::bypass));
    bypass_->setCheckable(true);
    connect(compare_, &QToolButton::clicked, &model_.equalizer(), &EqualizerEdit::compare);
    connect(bypass_, &QToolButton::clicked, this,
            [this](bool on) { model_.equalizer().set_bypass(on ? player::Switch::on : player::Switch::off); });
    row.addWidget(compare_);
    row.addWidget(bypass_);
}

void PresetBar::list_presets() {
    const QSignalBlocker quiet(presets_);
    presets_->clear();
    bool users = false;
    for (const auto& entry : store_.list()) {
        if (entry.owner == player::PresetOwner::user && !std::exchange(users, true)) {
            presets_->insertSeparator(presets_->count());
        }
        const QString name = QString::fromStdString(entry.name);
        presets_->addItem(name, name);
        presets_->setItemData(presets_->count() - 1, QString::fromStdString(entry.purpose), Qt::ToolTipRole);
        presets_->setItemData(presets_->count() - 1, entry.owner == player::PresetOwner::user, Qt::UserRole + 1);
    }
    follow_edit();
}

void PresetBar::choose(const QString& name) {
    problem_.warn({});
    auto loaded = store_.load(name.toStdString());
    if (!loaded) {
        problem_.warn(QString::fromStdString(loaded.error().detail));
        follow_edit();
        return;
    }
    model_.equalizer().load(*loaded, name);
    remember(name);
}

void PresetBar::remember(const QString& name) {
    if (device_.isEmpty()) return;
    if (const auto kept = store_.set_of_device(device_.toStdString(), name.toStdString()); !kept) {
        problem_.warn(QString::fromStdString(kept.error().detail));
    }
}

void PresetBar::save() {
    bool wanted = false;
    const QString name = QInputDialog::getText(this, QStringLiteral("Save the preset"), QStringLiteral("Name"),
                                               QLineEdit::Normal, model_.equalizer().preset(), &wanted);
    if (!wanted) return;
    problem_.warn({});
    if (const auto saved = store_.save(name.toStdString(), model_.equalizer().settings()); !saved) {
        problem_.warn(QString::fromStdString(saved.error().detail));
        return;
    }
    model_.equalizer().set_preset(name);
    list_presets();
    remember(name);
}

void PresetBar::import() {
    const QStringList files = QFileDialog::getOpenFileNames(this, QStringLiteral("Import presets"), {},
                                                            QStringLiteral("Equalizer text (*.txt);;All files (*)"));
    problem_.warn({});
    QStringList problems;
    QString last;
    for (const auto& file : files) {
        const auto name = store_.import_file(file.toStdString());
        if (name) {
            last = QString::fromStdString(*name);
        } else {
            problems.append(QString::fromStdString(name.error().detail));
        }
    }
    list_presets();
    if (!last.isEmpty()) choose(last);
    if (!problems.isEmpty()) problem_.warn(problems.join(QLatin1Char('\n')));
}

void PresetBar::remove() {
    problem_.warn({});
    if (const auto removed = store_.remove(model_.equalizer().preset().toStdString()); !removed) {
        problem_.warn(QString::fromStdString(removed.error().detail));
        return;
    }
    model_.equalizer().set_preset({});
    list_presets();
}

void PresetBar::follow_edit() {
    const EqualizerEdit& edit = model_.equalizer();
    const int index = presets_->findData(edit.preset());
    presets_->setCurrentIndex(edit.preset().isEmpty() ? -1 : index);
    remove_->setEnabled(index >= 0 && presets_->itemData(index, Qt::UserRole + 1).toBool());
    const bool second = edit.pair().heard == 1;
    compare_->setText(second ? QStringLiteral("B") : QStringLiteral("A"));
    compare_->setAccessibleName(second ? QStringLiteral("Equalizer B") : QStringLiteral("Equalizer A"));
    bypass_->setChecked(edit.bypassed());
}

void PresetBar::follow_device() {
    const QString device = QString::fromStdString(model_.status().device_id);
    if (device.isEmpty() || device == device_) return;
    const bool first = device_.isEmpty();
    device_ = device;
    const auto preset = store_.of_device(device.toStdString());
    // At a start the state holds what was heard last, with the changes made since the preset was chosen.
    if (!first && preset && QString::fromStdString(*preset) != model_.equalizer().preset()) {
        choose(QString::fromStdString(*preset));
    }
}

}  // namespace attacca::studio
