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

QList<Page*> make_pages(StudioModel& model) {
    auto* devices = new DeviceList;
    devices->setParent(&model);  // Which outlives the window.
    auto* recorder = new RecorderPage(model, *devices);
    QObject::connect(recorder, &RecorderPage::play_wanted, &model,
                     [&model](const QString& path) { model.add_sources({path}, -1, StudioModel::AfterAdding::play); });
    return {new PlayerPage(model),           recorder,
            new NotesPage(model, *devices),  new GeneratorPage(model),
            new DevicePage(model, *devices), new StatisticsPage(model)};
}

}  // namespace attacca::studio
