#include "player_page.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "band_row.h"
#include "preset_bar.h"
#include "volume.h"

namespace attacca::studio {
namespace {

constexpr int kPlaylistWidth_px = 260;

picture::SpectrumStyle style_named(const QString& name) {
    if (name == QLatin1String("line")) return picture::SpectrumStyle::line;
    if (name == QLatin1String("filled")) return picture::SpectrumStyle::filled;
    if (name == QLatin1String("circular")) return picture::SpectrumStyle::circular;
    return picture::SpectrumStyle::bars;
}

}  // namespace

PlayerPage::PlayerPage(StudioModel& model)
    : model_(model),
      playlist_(new PlaylistPanel(model)),
      graph_(new EqualizerGraph(model.equalizer())),
      meter_(new MeterWidget(model)) {
    auto* presets = new PresetBar(model);
    auto* center = new QWidget;
    auto* column = new QVBoxLayout(center);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(graph_, 1);
    column->addWidget(new BandRow(model.equalizer()));
    column->addWidget(presets);

    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(8);
    split->addWidget(playlist_);
    split->addWidget(center);
    split->setStretchFactor(1, 1);
    split->setSizes({kPlaylistWidth_px, kPlaylistWidth_px * 3});
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(split, 1);
    row->addWidget(meter_);

    connect(presets, &PresetBar::style_chosen, this, [this](const QString& style) {
        model_.set_spectrum_style(style);
        choose_style(style);
    });
    connect(&model_, &StudioModel::playing_changed, this, [this](bool playing) {
        if (!playing) refresh();
        emit moving_changed();
    });
    connect(&model_, &StudioModel::details_changed, this,
            [this] { graph_->set_sample_rate(model_.status().sample_rate); });
    choose_style(model_.state().spectrum_style);
}

void PlayerPage::choose_style(const QString& style) {
    graph_->view().set_style(style_named(style));
    graph_->show_changes();
}

void PlayerPage::frame() {
    const double volume_db = model_.muted() ? 0.0 : volume_gain_db(model_.state().volume);
    if (feed_.take(*model_.player(), model_.status(), volume_db)) {
        graph_->view().set_levels(feed_.levels_db(), feed_.peaks_db());
        graph_->show_changes();
    }
    meter_->follow_levels();
}

void PlayerPage::refresh() {
    if (model_.playing()) return;
    feed_.clear();
    graph_->view().set_levels({}, {});
    graph_->show_changes();
    meter_->follow_levels();
}

void PlayerPage::set_theme(picture::ThemeName theme) {
    graph_->set_theme(theme);
    meter_->set_theme(theme);
}

}  // namespace attacca::studio
