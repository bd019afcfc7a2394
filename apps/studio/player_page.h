// Playlist, spectrum and equalizer, meters.
#pragma once

#include "equalizer_graph.h"
#include "meter_widget.h"
#include "page.h"
#include "playlist_panel.h"
#include "spectrum_feed.h"
#include "studio_model.h"

namespace attacca::studio {

class PlayerPage : public Page {
    Q_OBJECT

public:
    explicit PlayerPage(StudioModel& model);

    [[nodiscard]] bool moving() const override { return model_.playing(); }
    void frame() override;
    void refresh() override;
    void set_theme(picture::ThemeName theme) override;

    [[nodiscard]] PlaylistPanel& playlist() { return *playlist_; }

private:
    void choose_style(const QString& style);

    StudioModel& model_;
    PlaylistPanel* playlist_;
    EqualizerGraph* graph_;
    MeterWidget* meter_;
    SpectrumFeed feed_;
};

}  // namespace attacca::studio
