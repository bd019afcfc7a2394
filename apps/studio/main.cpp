// The desktop window. The player opens its device while the window is made.
#include <fontconfig/fontconfig.h>

#include <QApplication>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <thread>

#include "app_style.h"
#include "desktop_theme.h"
#include "end_signals.h"
#include "main_window.h"
#include "mpris.h"
#include "player_opening.h"
#include "session_bus.h"
#include "spoken_slider.h"
#include "state_file.h"
#include "studio_options.h"

namespace {

using namespace attacca::studio;

// Qt ends the program with an abort where it finds no display.
void without_display(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type != QtFatalMsg) {
        if (type != QtDebugMsg && type != QtInfoMsg) std::fprintf(stderr, "attacca-studio: %s\n", qPrintable(text));
        return;
    }
    std::fputs(
        "attacca-studio: no display to open a window on; start it from a desktop, or set DISPLAY or "
        "WAYLAND_DISPLAY. `attacca play` needs none.\n",
        stderr);
    std::_Exit(1);
}

bool names_a_display() {
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

StudioState with_options(StudioState state, const StudioOptions& options) {
    if (!options.page.empty()) state.page = QString::fromStdString(options.page);
    if (!options.theme.empty()) state.theme = QString::fromStdString(options.theme);
    if (options.device) state.device = QString::fromStdString(*options.device);
    return state;
}

QStringList texts(const std::vector<std::string>& words) {
    QStringList list;
    for (const auto& word : words) list.append(QString::fromStdString(word));
    return list;
}

int run(int argc, char** argv) {
    const CommandLine line = parse_command_line({argv + 1, argv + argc});
    if (line.end) {
        std::fputs(line.text.c_str(), *line.end == 0 ? stdout : stderr);
        return *line.end;
    }
    qInstallMessageHandler(without_display);
    if (!names_a_display()) qFatal("no display");

    // Reading its settings takes fontconfig nine milliseconds, and the window's first word would wait for it.
    const std::jthread fonts([] { FcInit(); });
    QApplication application(argc, argv);
    const auto bus = session_bus();
    const QStringList sources = texts(line.options.sources);
    if (bus && hand_over(*bus, sources)) return 0;

    LoadedState loaded = load_state(state_path());
    StudioModel model(with_options(std::move(loaded.state), line.options));
    const PlayerOpening opening(model.state(), line.options.sources, [&model](OpenedPlayer opened) {
        auto shared = std::make_shared<OpenedPlayer>(std::move(opened));  // A queued call is copied.
        QMetaObject::invokeMethod(&model, [&model, shared] { model.attach(std::move(*shared)); });
    });

    QApplication::setApplicationName(QStringLiteral("attacca-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("Attacca Studio"));
    QApplication::setApplicationVersion(QStringLiteral(ATTACCA_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("attacca-studio"));
    QApplication::setStyle(new AppStyle);
    install_spoken_sliders();
    StateFile file(state_path(), [&model] { return model.state(); });
    QObject::connect(&model, &StudioModel::changed, &file, &StateFile::touch);

    MainWindow window(model);
    QObject::connect(&file, &StateFile::failed, &window, &MainWindow::say);
    if (line.options.width > 0) window.resize(line.options.width, line.options.height);
    if (!loaded.problem.isEmpty()) window.say(loaded.problem);
    window.show();
    const EndSignals end;
    QObject::connect(&end, &EndSignals::asked, &application, &QApplication::quit);  // Closes all windows first.
    std::optional<RunningWindow> running;
    std::optional<Mpris> mpris;
    std::optional<DesktopTheme> theme;
    if (bus) {
        running.emplace(*bus);
        QObject::connect(&*running, &RunningWindow::asked, &window, &MainWindow::take_sources);
        theme.emplace(*bus);
        QObject::connect(&*theme, &DesktopTheme::changed, &window, &MainWindow::set_desktop_theme);
        mpris.emplace(model, *bus);
        QObject::connect(&*mpris, &Mpris::raise_asked, &window, &MainWindow::come_forward);
        QObject::connect(&*mpris, &Mpris::quit_asked, &window, &QWidget::close);
    }
    return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // A reader that has gone is an error of write, not the end of the process.
    std::signal(SIGXFSZ, SIG_IGN);  // So is a limit on the size of files.
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "attacca-studio: %s\n", error.what());
        return 1;
    }
}
