#include "main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <utility>

#include "app_style.h"
#include "form.h"
#include "icons.h"
#include "pages.h"
#include "volume.h"

namespace attacca::studio {
namespace {

constexpr qint64 kRefreshEvery_ms = 500;
constexpr int kSideBarWidth_px = 132;
constexpr double kSeekStep_s = 5.0;

struct ThemeChoice {
    const char* name;
    const char* label;
};
constexpr std::array kThemes{ThemeChoice{"system", "System"}, ThemeChoice{"light", "Light"},
                             ThemeChoice{"dark", "Dark"}, ThemeChoice{"contrast", "High contrast"}};

}  // namespace

MainWindow::MainWindow(StudioModel& model)
    : model_(model), desktop_(theme_of(QApplication::palette())), theme_(desktop_), pages_(page_entries(model)) {
    setWindowTitle(QStringLiteral("Attacca Studio"));
    setAccessibleName(windowTitle());
    // Not on the first button, which would keep Space for itself.
    setFocusPolicy(Qt::ClickFocus);
    setFocus();
    make_page(pages_.front());  // Its presets follow the device, whichever page is in sight.
    auto* column = new QVBoxLayout;
    column->setContentsMargins(0, 8, 8, 8);
    column->setSpacing(8);
    column->addWidget(&banner_);
    column->addWidget(&stack_, 1);
    transport_ = new TransportBar(model);
    column->addWidget(transport_);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(make_side_bar());
    row->addLayout(column, 1);

    clock_ = new FrameClock(*this, [this] { return model_.playing() || page().moving(); });
    clock_->setParent(this);
    connect(clock_, &FrameClock::tick, this, &MainWindow::tick);
    connect(clock_, &FrameClock::seen_changed, this, [this](bool seen) {
        if (seen) page().refresh();
    });
    connect(&model_, &StudioModel::playing_changed, this, [this] { clock_->look(); });
    connect(&model_, &StudioModel::status_read, this, [this] {
        if (!clock_->running() && clock_->seen()) page().refresh();
    });
    connect(&model_, &StudioModel::problem, this, &MainWindow::say);
    setAcceptDrops(true);
    install_shortcuts(*this, [this](Command command) { run(command); });

    apply_theme(model_.state().theme);
    if (!restoreGeometry(model_.state().geometry)) resize(1280, 720);
    show_page(0);
    show_page(model_.state().page);
}

QWidget* MainWindow::make_side_bar() {
    auto* bar = new QWidget;
    bar->setFixedWidth(kSideBarWidth_px);
    bar->setAutoFillBackground(true);
    bar->setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(bar);
    layout->setContentsMargins(8, 12, 8, 12);
    layout->setSpacing(4);
    page_buttons_.setExclusive(true);
    for (int i = 0; const auto& [title, make, page] : pages_) {
        auto* button = new QToolButton;
        button->setText(title);
        button->setAccessibleName(title + QStringLiteral(" page"));
        button->setToolTip(with_key(title, static_cast<Command>(static_cast<int>(Command::show_page_1) + i)));
        button->setCheckable(true);
        button->setAutoRaise(true);
        button->setMinimumHeight(36);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setFocusPolicy(Qt::TabFocus);
        page_buttons_.addButton(button, i++);
        layout->addWidget(button);
    }
    // Not when clicked: screen readers toggle.
    connect(&page_buttons_, &QButtonGroup::idToggled, this, [this](int index, bool checked) {
        if (checked) show_page(index);
    });
    layout->addStretch(1);
    layout->addWidget(make_theme_box());
    auto* keys = new QToolButton;
    keys->setIcon(icon(Sign::keys));
    keys->setText(QStringLiteral("Keys"));
    keys->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    keys->setToolTip(with_key(QStringLiteral("List the keys"), Command::list_keys));
    keys->setAutoRaise(true);
    keys->setFocusPolicy(Qt::TabFocus);
    keys->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(keys, &QToolButton::clicked, this, [this] { run(Command::list_keys); });
    layout->addWidget(keys);
    return bar;
}

QWidget* MainWindow::make_theme_box() {
    auto* box = new NamedBox(QStringLiteral("Theme"));
    box->setToolTip(QStringLiteral("Theme"));
    box->setFocusPolicy(Qt::TabFocus);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    for (const auto& theme : kThemes) box->addItem(QLatin1String(theme.label), QLatin1String(theme.name));
    box->setCurrentIndex(std::max(0, box->findData(model_.state().theme)));
    connect(box, &QComboBox::activated, this, [this, box] {
        model_.set_theme(box->currentData().toString());
        apply_theme(model_.state().theme);
    });
    return box;
}

PlayerPage& MainWindow::player_page() const { return *static_cast<PlayerPage*>(pages_.front().page); }

Page& MainWindow::page() const { return *static_cast<Page*>(stack_.currentWidget()); }

void MainWindow::make_page(PageEntry& entry) {
    entry.page = entry.make();
    entry.page->set_theme(theme_);
    stack_.addWidget(entry.page);
    connect(entry.page, &Page::moving_changed, this, [this] { clock_->look(); });
}

void MainWindow::show_page(const QString& title) {
    const auto found = std::ranges::find_if(
        pages_, [&title](const PageEntry& entry) { return entry.title.compare(title, Qt::CaseInsensitive) == 0; });
    if (found != pages_.end()) show_page(static_cast<int>(found - pages_.begin()));
}

void MainWindow::show_page(int index) {
    PageEntry& entry = pages_[static_cast<std::size_t>(index)];
    if (entry.page == stack_.currentWidget() && page_buttons_.checkedId() == index) return;
    if (entry.page == nullptr) make_page(entry);
    stack_.setCurrentWidget(entry.page);
    page_buttons_.button(index)->setChecked(true);
    page().refresh();
    clock_->look();
    if (isVisible()) model_.set_page(entry.title.toLower());
}

void MainWindow::apply_theme(const QString& name) {
    theme_ = theme_named(name, desktop_);
    QApplication::setPalette(palette_of(theme_));
    for (const auto& entry : pages_) {
        if (entry.page) entry.page->set_theme(theme_);
    }
    transport_->set_theme(theme_);
}

void MainWindow::set_desktop_theme(picture::ThemeName theme) {
    if (std::exchange(desktop_, theme) != theme) apply_theme(model_.state().theme);
}

void MainWindow::come_forward() {
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::take_sources(const QStringList& sources) {
    if (!sources.isEmpty()) model_.add_sources(sources, -1, StudioModel::AfterAdding::play);
    come_forward();
}

void MainWindow::tick() {
    model_.read_status();
    if (page().moving()) page().frame();
    if (!since_refresh_.isValid() || since_refresh_.elapsed() >= kRefreshEvery_ms) {
        since_refresh_.start();
        page().refresh();
    }
}

void MainWindow::run(Command command) {
    switch (command) {
        case Command::open_files:
            player_page().playlist().open_files();
            return;
        case Command::open_folder:
            player_page().playlist().open_folder();
            return;
        case Command::full_screen:
            setWindowState(windowState() ^ Qt::WindowFullScreen);
            return;
        case Command::list_keys:
            show_shortcuts(*this);
            return;
        case Command::quit:
            close();
            return;
        default:
            break;
    }
    const int number = static_cast<int>(command) - static_cast<int>(Command::show_page_1);
    if (number >= 0 && command <= Command::show_page_6) {
        show_page(number);
    } else {
        run_on_sound(command);
    }
}

void MainWindow::run_on_sound(Command command) {
    const StudioState& state = model_.state();
    switch (command) {
        case Command::play_pause:
            model_.play_or_pause();
            return;
        case Command::stop:
            model_.stop();
            return;
        case Command::back:
            model_.seek_by(-kSeekStep_s);
            return;
        case Command::forward:
            model_.seek_by(kSeekStep_s);
            return;
        case Command::previous:
            model_.previous();
            return;
        case Command::next:
            model_.next();
            return;
        case Command::loop:
            model_.set_repeat(static_cast<player::Repeat>((static_cast<int>(state.repeat) + 1) % 3));
            return;
        case Command::louder:
            model_.set_volume(state.volume + kVolumeStep);
            return;
        case Command::quieter:
            model_.set_volume(state.volume - kVolumeStep);
            return;
        case Command::quiet:
            model_.set_volume(kQuietVolume);
            return;
        case Command::mute:
            model_.set_muted(model_.muted() ? player::Switch::off : player::Switch::on);
            return;
        case Command::bypass:
            model_.equalizer().set_bypass(model_.equalizer().bypassed() ? player::Switch::off : player::Switch::on);
            return;
        case Command::compare:
            model_.equalizer().compare();
            return;
        default:
            return;
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    model_.add_sources(dropped_sources(*event->mimeData()), -1, StudioModel::AfterAdding::wait);
    event->acceptProposedAction();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    model_.set_geometry(saveGeometry());
    model_.remember_position();
    QWidget::closeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (isVisible()) model_.set_geometry(saveGeometry());
}

void MainWindow::moveEvent(QMoveEvent* event) {
    QWidget::moveEvent(event);
    if (isVisible()) model_.set_geometry(saveGeometry());
}

}  // namespace attacca::studio
