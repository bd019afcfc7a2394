#include "playlist_panel.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QStandardPaths>
#include <QVBoxLayout>
#include <algorithm>

#include "icons.h"
#include "playlist_delegate.h"
#include "shortcuts.h"

namespace attacca::studio {
namespace {

constexpr const char* kSettings = "playlist";

QToolButton* text_button(Sign sign, const QString& text, const QString& name, const QString& tip) {
    auto* button = new QToolButton;
    button->setIcon(icon(sign));
    button->setText(text);
    button->setAccessibleName(name);
    button->setToolTip(tip);
    button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

PlaylistPanel::PlaylistPanel(StudioModel& model, QWidget* parent) : QWidget(parent), model_(model) {
    list_ = new QListView;
    list_->setModel(&model_.playlist());
    list_->setItemDelegate(new PlaylistDelegate(list_));
    list_->setAccessibleName(QStringLiteral("Playlist"));
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setDragDropMode(QAbstractItemView::DragDrop);
    list_->setDefaultDropAction(Qt::CopyAction);
    list_->setDropIndicatorShown(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setResizeMode(QListView::Adjust);
    list_->installEventFilter(this);
    empty_ =
        new QLabel(QStringLiteral("Drop files or folders here,\nor press Ctrl+O to open some."), list_->viewport());
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setAttribute(Qt::WA_TransparentForMouseEvents);
    empty_->setForegroundRole(QPalette::PlaceholderText);
    auto* over_list = new QVBoxLayout(list_->viewport());
    over_list->addWidget(empty_);

    auto* files = text_button(Sign::add, QStringLiteral("Files"), QStringLiteral("Open files"),
                              with_key(QStringLiteral("Open files"), Command::open_files));
    auto* folder = text_button(Sign::folder, QStringLiteral("Folder"), QStringLiteral("Open a folder"),
                               with_key(QStringLiteral("Open a folder"), Command::open_folder));
    remove_ = text_button(Sign::remove, {}, QStringLiteral("Remove from the playlist"),
                          QStringLiteral("Remove what is selected (Delete)"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    buttons->addWidget(files);
    buttons->addWidget(folder);
    buttons->addStretch(1);
    buttons->addWidget(remove_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addWidget(list_, 1);
    column->addLayout(buttons);

    connect(files, &QToolButton::clicked, this, &PlaylistPanel::open_files);
    connect(folder, &QToolButton::clicked, this, &PlaylistPanel::open_folder);
    connect(remove_, &QToolButton::clicked, this, &PlaylistPanel::remove_selected);
    connect(list_, &QListView::doubleClicked, this, &PlaylistPanel::play_row);
    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &PlaylistPanel::follow_rows);
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(&model_.playlist(), signal, this, &PlaylistPanel::follow_rows);
    }
    connect(&model_.playlist(), &QAbstractItemModel::modelReset, this, &PlaylistPanel::follow_rows);
    connect(&model_.playlist(), &Playlist::sources_dropped, this, [this](const QStringList& sources, int row) {
        model_.add_sources(sources, row, StudioModel::AfterAdding::wait);
    });
    follow_rows();
}

void PlaylistPanel::open_files() {
    QJsonObject settings = model_.page_settings(QLatin1String(kSettings));
    const QString start =
        settings[QStringLiteral("folder")].toString(QStandardPaths::writableLocation(QStandardPaths::MusicLocation));
    const QStringList files = QFileDialog::getOpenFileNames(this, QStringLiteral("Open files"), start);
    if (files.isEmpty()) return;
    settings[QStringLiteral("folder")] = QFileInfo(files.front()).path();
    model_.set_page_settings(QLatin1String(kSettings), settings);
    model_.add_sources(files, -1, StudioModel::AfterAdding::play);
}

void PlaylistPanel::open_folder() {
    QJsonObject settings = model_.page_settings(QLatin1String(kSettings));
    const QString start =
        settings[QStringLiteral("folder")].toString(QStandardPaths::writableLocation(QStandardPaths::MusicLocation));
    const QString folder = QFileDialog::getExistingDirectory(this, QStringLiteral("Open a folder"), start);
    if (folder.isEmpty()) return;
    settings[QStringLiteral("folder")] = folder;
    model_.set_page_settings(QLatin1String(kSettings), settings);
    model_.add_sources({folder}, -1, StudioModel::AfterAdding::play);
}

bool PlaylistPanel::eventFilter(QObject* target, QEvent* event) {
    const bool asks = event->type() == QEvent::ShortcutOverride;
    if (!asks && event->type() != QEvent::KeyPress) return QWidget::eventFilter(target, event);
    const auto& key = *static_cast<QKeyEvent*>(event);
    const bool alt = key.modifiers() == Qt::AltModifier;
    std::function<void()> act;
    if (alt && key.key() == Qt::Key_Up) act = [this] { move_selected(-1); };
    if (alt && key.key() == Qt::Key_Down) act = [this] { move_selected(1); };
    if (key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter) act = [this] { play_row(list_->currentIndex()); };
    if (key.key() == Qt::Key_Delete) act = [this] { remove_selected(); };
    if (!act) return QWidget::eventFilter(target, event);
    if (!asks) act();
    event->accept();
    return true;
}

QList<int> PlaylistPanel::selected_rows() const {
    QList<int> rows;
    for (const auto& index : list_->selectionModel()->selectedIndexes()) rows.append(index.row());
    std::sort(rows.begin(), rows.end());
    return rows;
}

void PlaylistPanel::play_row(const QModelIndex& index) {
    if (const auto track = model_.playlist().track_at(index.row())) model_.play_track(*track);
}

void PlaylistPanel::remove_selected() {
    const QList<int> rows = selected_rows();
    if (rows.isEmpty()) return;
    model_.playlist().remove(rows);
    const int next = std::min(rows.front(), model_.playlist().rowCount() - 1);
    list_->setCurrentIndex(model_.playlist().index(next));
}

void PlaylistPanel::move_selected(int by) {
    const QList<int> rows = selected_rows();
    if (rows.isEmpty() || (by < 0 && rows.front() == 0)) return;
    if (by > 0 && rows.back() + 1 >= model_.playlist().rowCount()) return;
    model_.playlist().move(rows, by < 0 ? rows.front() - 1 : rows.back() + 2);
    list_->scrollTo(list_->currentIndex());
}

void PlaylistPanel::follow_rows() {
    empty_->setVisible(model_.playlist().rowCount() == 0);
    remove_->setEnabled(!list_->selectionModel()->selectedIndexes().isEmpty());
}

}  // namespace attacca::studio
