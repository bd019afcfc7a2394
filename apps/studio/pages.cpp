#include "pages.h"

#include "device_list.h"
#include "device_page.h"
#include "generator_page.h"
#include "notes_page.h"
#include "player_page.h"
#include "recorder_page.h"
#include "statistics_page.h"
#include "studio_model.h"

namespace attacca::studio {

namespace {

Page* make_recorder(StudioModel& model, DeviceList& devices) {
    auto* recorder = new RecorderPage(model, devices);
    QObject::connect(recorder, &RecorderPage::play_wanted, &model,
                     [&model](const QString& path) { model.add_sources({path}, -1, StudioModel::AfterAdding::play); });
    return recorder;
}

}  // namespace

std::vector<PageEntry> page_entries(StudioModel& model) {
    auto* devices = new DeviceList;
    devices->setParent(&model);  // Which outlives the window.
    return {
        {.title = QStringLiteral("Player"), .make = [&model] { return new PlayerPage(model); }},
        {.title = QStringLiteral("Recorder"), .make = [&model, devices] { return make_recorder(model, *devices); }},
        {.title = QStringLiteral("Notes"), .make = [&model, devices] { return new NotesPage(model, *devices); }},
        {.title = QStringLiteral("Generator"), .make = [&model] { return new GeneratorPage(model); }},
        {.title = QStringLiteral("Device"), .make = [&model, devices] { return new DevicePage(model, *devices); }},
        {.title = QStringLiteral("Statistics"), .make = [&model] { return new StatisticsPage(model); }},
    };
}

}  // namespace attacca::studio
