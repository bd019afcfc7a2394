// The window: side bar, pages, and the keys.
#pragma once

#include <QButtonGroup>
#include <QComboBox>
#include <QElapsedTimer>
#include <QStackedWidget>
#include <QWidget>
#include <vector>

#include "banner.h"
#include "frame_clock.h"
#include "pages.h"
#include "player_page.h"
#include "shortcuts.h"
#include "studio_model.h"
#include "transport_bar.h"

namespace attacca::studio {

/// Threads    The application's first.
class MainWindow : public QWidget {
    Q_OBJECT

public:
    explicit MainWindow(StudioModel& model);

    /// By its title, upper or lower case; an unknown one leaves the page as it is.
    void show_page(const QString& title);
    /// What the theme "system" stands for.
    void set_desktop_theme(picture::ThemeName theme);
    void come_forward();
    /// From another start of the program: plays them, and comes forward.
    void take_sources(const QStringList& sources);
    void say(const QString& problem) { banner_.say(problem); }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void moveEvent(QMoveEvent* event) override;

private:
    [[nodiscard]] QWidget* make_side_bar();
    [[nodiscard]] QWidget* make_theme_box();
    [[nodiscard]] Page& page() const;
    [[nodiscard]] PlayerPage& player_page() const;
    void make_page(PageEntry& entry);
    void show_page(int index);
    void apply_theme(const QString& name);
    void run(Command command);
    void run_on_sound(Command command);
    void tick();

    StudioModel& model_;
    picture::ThemeName desktop_;
    picture::ThemeName theme_;  ///< Of the pages that are made, and of those to come.
    std::vector<PageEntry> pages_;
    Banner banner_;
    QStackedWidget stack_;
    TransportBar* transport_ = nullptr;
    QButtonGroup page_buttons_;
    FrameClock* clock_ = nullptr;
    QElapsedTimer since_refresh_;  ///< While the clock runs.
};

}  // namespace attacca::studio
