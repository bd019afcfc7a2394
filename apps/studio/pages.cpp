#include "pages.h"

#include "player_page.h"

namespace attacca::studio {

QList<Page*> make_pages(StudioModel& model) { return {new PlayerPage(model)}; }

}  // namespace attacca::studio
