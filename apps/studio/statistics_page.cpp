#include "statistics_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QVBoxLayout>

#include "attacca/rt/process_usage.h"
#include "form.h"

namespace attacca::studio {
namespace {

constexpr int kFactsWidth_px = 460;
constexpr qint64 kShortestSpan_ms = 400;

void name(QWidget& picture, const QString& text) {
    picture.setAccessibleName(text);
    picture.setMinimumHeight(140);
}

}  // namespace

StatisticsPage::StatisticsPage(StudioModel& model) : model_(model) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(24);
    layout->addWidget(make_facts());
    layout->addWidget(make_pictures(), 1);
}

QWidget* StatisticsPage::make_facts() {
    list_.setAccessibleName(QStringLiteral("Statistics"));
    list_.setHeaderLabels({QStringLiteral("What"), QStringLiteral("Measured")});
    list_.setRootIsDecorated(false);
    list_.header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    connect(&copy_, &QPushButton::clicked, this, &StatisticsPage::copy);
    auto* below = new QHBoxLayout;
    below->addWidget(&copy_);
    below->addStretch(1);
    auto* column = new QWidget;
    column->setFixedWidth(kFactsWidth_px);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(make_heading(QStringLiteral("Counted since the device was opened")));
    layout->addWidget(&list_, 1);
    layout->addLayout(below);
    return column;
}

QWidget* StatisticsPage::make_pictures() {
    name(intervals_, QStringLiteral("Histogram of the time between callbacks"));
    name(durations_, QStringLiteral("Histogram of the time inside a callback"));
    auto* legend = new QLabel(QStringLiteral(
        "Heights are logarithms of counts. The line stands at two blocks' time between callbacks, at one inside a "
        "callback; what took longer is red."));
    legend->setWordWrap(true);
    auto* column = new QWidget;
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(make_heading(QStringLiteral("Between callbacks")));
    layout->addWidget(&intervals_, 1);
    layout->addWidget(make_heading(QStringLiteral("Inside a callback")));
    layout->addWidget(&durations_, 1);
    layout->addWidget(legend);
    return column;
}

ProcessUsage StatisticsPage::usage() {
    const double cpu_s = rt::cpu_seconds();
    if (!since_.isValid()) {
        cpu_s_ = cpu_s;
        since_.start();
    } else if (since_.elapsed() >= kShortestSpan_ms) {
        cpu_share_ = (cpu_s - cpu_s_) / (static_cast<double>(since_.restart()) / 1000.0);
        cpu_s_ = cpu_s;
    }
    return {.cpu_share = cpu_share_, .resident_bytes = rt::resident_bytes()};
}

/// Values change in place: a list made anew would lose the row that a screen reader is on.
void StatisticsPage::refresh() {
    const auto status = model_.player() ? model_.player()->status() : player::PlayerStatus();
    facts_ = statistics(status, usage());
    while (list_.topLevelItemCount() > static_cast<int>(facts_.size())) delete list_.takeTopLevelItem(0);
    while (list_.topLevelItemCount() < static_cast<int>(facts_.size())) new QTreeWidgetItem(&list_);
    for (int i = 0; i < list_.topLevelItemCount(); ++i) {
        const auto& [what, value] = facts_[static_cast<std::size_t>(i)];
        auto* item = list_.topLevelItem(i);
        if (item->text(0) != what) item->setText(0, what);
        if (item->text(1) != value) item->setText(1, value);
        item->setToolTip(1, value);
    }
    const double block_ms =
        status.sample_rate > 0.0 ? 1000.0 * static_cast<double>(status.block_frames) / status.sample_rate : 0.0;
    const auto limit = block_ms > 0.0 ? std::optional(block_ms) : std::nullopt;
    intervals_.view().set_limit_ms(limit ? std::optional(2.0 * block_ms) : std::nullopt);
    durations_.view().set_limit_ms(limit);
    intervals_.view().set_bins(histogram_bins(status.callback_intervals));
    durations_.view().set_bins(histogram_bins(status.callback_durations));
    intervals_.setAccessibleDescription(percentiles_text(status.callback_intervals));
    durations_.setAccessibleDescription(percentiles_text(status.callback_durations));
    intervals_.show_changes();
    durations_.show_changes();
}

void StatisticsPage::set_theme(picture::ThemeName theme) {
    intervals_.set_theme(theme);
    durations_.set_theme(theme);
}

void StatisticsPage::copy() { QGuiApplication::clipboard()->setText(statistics_text(facts_)); }

}  // namespace attacca::studio
