// The engine's own counters: how its callbacks came and how long they took, what was lost, what this process uses.
#pragma once

#include <QElapsedTimer>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>

#include "attacca/picture/histogram_view.h"
#include "page.h"
#include "picture_widget.h"
#include "statistics_text.h"
#include "studio_model.h"

namespace attacca::studio {

class StatisticsPage : public Page {
    Q_OBJECT

public:
    explicit StatisticsPage(StudioModel& model);

    [[nodiscard]] bool moving() const override { return false; }
    void frame() override {}
    void refresh() override;
    void set_theme(picture::ThemeName theme) override;

private:
    [[nodiscard]] QWidget* make_pictures();
    [[nodiscard]] QWidget* make_facts();
    [[nodiscard]] ProcessUsage usage();
    void copy();

    StudioModel& model_;
    ViewWidget<picture::HistogramView> intervals_;
    ViewWidget<picture::HistogramView> durations_;
    QTreeWidget list_;
    QPushButton copy_{QStringLiteral("&Copy as text")};
    std::vector<Fact> facts_;
    QElapsedTimer since_;
    double cpu_s_ = 0.0;  ///< At the last refresh.
    std::optional<double> cpu_share_;
};

}  // namespace attacca::studio
