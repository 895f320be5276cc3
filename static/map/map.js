/* A map of areas inside the page: shapes are fetched once and kept by the browser; what comes with
   each answer is only how each area is filled and what it says. Nothing is set as HTML. */

const kept = new Map();

function once(key, make) {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key);
}

function leaflet(root) {
  return once("leaflet", () => new Promise((done, failed) => {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = `${root}/leaflet/leaflet.css`;
    const script = document.createElement("script");
    script.src = `${root}/leaflet/leaflet.js`;
    script.onload = () => done(window.L);
    script.onerror = () => failed(new Error("The map's library could not be fetched."));
    document.head.append(style, script);
  }));
}

// A file's name is its content, so what the browser kept under that name is still right.
function shapes(root, name) {
  if (!name) return Promise.resolve(null);
  return once(name, () => fetch(`${root}/shapes/${name}`, { cache: "force-cache" })
    .then((answer) => {
      if (!answer.ok) throw new Error("The outlines could not be fetched.");
      return answer.json();
    })
    .catch((error) => { kept.delete(name); throw error; }));
}

function says(name, rest) {
  const element = document.createElement("span");
  const strong = document.createElement("b");
  strong.textContent = name;
  element.append(strong, `: ${rest}`);
  return element;
}

class Picture {
  constructor(L, place) {
    this.L = L;
    this.frame = place.querySelector(".lp-map-frame");
    this.list = place.querySelector(".lp-map-list");
    this.told = place.querySelector(".lp-map-told");
    this.map = L.map(this.frame, {
      zoomSnap: 0.25, minZoom: 4, maxZoom: 14, attributionControl: false,
      // A wheel or a finger moves the page, not the map; the buttons move the map.
      scrollWheelZoom: false, dragging: !L.Browser.mobile,
    });
    L.control.scale({ maxWidth: 120 }).addTo(this.map);
    // What lies on the areas stays above the one that is chosen.
    for (const [name, height] of [["rings", 410], ["points", 420]]) {
      this.map.createPane(name).style.zIndex = height;
    }
    this.map.getPane("rings").style.pointerEvents = "none";
    this.over = L.layerGroup().addTo(this.map);
    this.layers = new Map();
    this.watcher = new ResizeObserver(() => {
      this.map.invalidateSize({ animate: false });
      if (this.data) this.fit();
    });
    this.watcher.observe(this.frame);
  }

  fit() {
    // On the left stand the buttons: where there is room, nothing that matters lies under them.
    const left = this.frame.clientWidth > 480 ? 52 : 18;
    this.map.fitBounds(this.data.bounds, {
      paddingTopLeft: [left, 18], paddingBottomRight: [18, 18], animate: false,
    });
  }

  update(data, land, open) {
    const before = this.data;
    this.data = data;
    this.open = open;
    this.frame.setAttribute("aria-label", data.label);
    if (!before || String(before.bounds) !== String(data.bounds)) this.fit();
    if (!before || before.shapes !== data.shapes) this.lay(land);
    else for (const layer of this.layers.values()) layer.setStyle(this.style(layer.feature));
    this.listed();
    if (before && before.chosen !== data.chosen) {
      this.tell();
      if (this.byKey) this.go();
      else if (!data.chosen && document.activeElement === document.body) this.back(before.chosen);
      this.byKey = false;
    }
  }

  // Who closed an area goes on from its place in the list.
  back(chosen) {
    const at = this.data.list.findIndex(([id]) => id === chosen);
    this.list.querySelectorAll("button")[at]?.focus({ preventScroll: true });
  }

  // Who opened an area by key goes on in it, once it has come.
  go() {
    const name = this.data.list.find(([id]) => id === this.data.chosen)?.[1];
    let looks = 50;
    const look = () => {
      const head = document.getElementById("open-area");
      if (name && head?.textContent === name) {
        head.tabIndex = -1;
        head.focus();
      } else if (name && looks--) setTimeout(look, 100);
    };
    look();
  }

  // What is opened shows under the map, where who cannot see it would not look.
  tell() {
    const name = this.layers.get(this.data.chosen)?.feature.properties.name;
    this.told.textContent = name ? `${name} is open under the map.` : "No area is open.";
  }

  lay(land) {
    if (this.land) this.land.remove();
    this.layers.clear();
    this.land = this.L.geoJSON(land, {
      smoothFactor: 0.5,
      style: (feature) => this.style(feature),
      onEachFeature: (feature, layer) => {
        this.layers.set(feature.id, layer);
        layer.bindTooltip(() => this.tip(feature), { sticky: true, className: "lp-tip" });
        layer.on("mouseover", () => layer.setStyle({ weight: 2, color: this.data.colours.ink }));
        layer.on("mouseout", () => layer.setStyle(this.style(feature)));
        layer.on("click", () => this.open(feature.id));
        // The list beside is for keys: a browser would stop at every shape that listens.
        layer.on("add", () => layer.getElement()?.setAttribute("tabindex", "-1"));
      },
    }).addTo(this.map);
    this.land.bringToBack();
  }

  tip(feature) {
    const [, rest] = this.data.areas[feature.id] ?? [0, this.data.nothing];
    return says(feature.properties.name, rest);
  }

  style({ id }) {
    const chosen = id === this.data.chosen;
    return {
      fillColor: this.data.fills[(this.data.areas[id] ?? [0])[0]],
      fillOpacity: 1,
      color: chosen ? this.data.colours.chosen : this.data.colours.boundary,
      weight: chosen ? 3.5 : 0.7,
    };
  }

  draw(rings) {
    const { L, data } = this;
    this.over.clearLayers();
    const lines = (rings?.features ?? []);
    // Each line lies on a wider one in the page's own colour, so that it shows on every fill.
    for (const [more, colour] of [[2.4, data.colours.background], [0, data.colours.ink]]) {
      lines.forEach((line, place) => L.geoJSON(line, {
        interactive: false, pane: "rings",
        style: {
          fill: false, color: colour, weight: [2.6, 1.8, 1.2][Math.min(place, 2)] + more,
          dashArray: place && !more ? "7 4" : null,
        },
      }).addTo(this.over));
    }
    for (const [latitude, longitude, radius, name, rest] of data.points) {
      L.circleMarker([latitude, longitude], {
        pane: "points", radius, weight: 1, color: data.colours.background, fillColor: data.colours.chosen,
        fillOpacity: 0.72,
      }).bindTooltip(() => says(name, rest), { className: "lp-tip" }).addTo(this.over);
    }
    for (const [latitude, longitude, name] of data.marks) {
      const mark = document.createElement("span");
      const dot = document.createElement("span");
      const label = document.createElement("span");
      dot.className = "lp-dot";
      label.className = "lp-own";
      label.textContent = name;
      mark.append(dot, label);
      L.marker([latitude, longitude], {
        icon: L.divIcon({ html: mark, className: "lp-mark", iconSize: [0, 0] }),
        interactive: false, keyboard: false,
      }).addTo(this.over);
    }
    const chosen = this.layers.get(data.chosen);
    if (chosen) chosen.bringToFront();
    // To who cannot see it the drawing says nothing: the list beside it says it all.
    for (const drawing of this.frame.querySelectorAll("svg")) {
      drawing.setAttribute("aria-hidden", "true");
    }
  }

  listed() {
    const rows = this.data.list.map(([id, name, amount, share]) => {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-pressed", String(id === this.data.chosen));
      for (const [text, kind] of [[name, "name"], [amount, "amount"], [share, "share"]]) {
        const part = document.createElement("span");
        part.className = `lp-map-${kind}`;
        part.textContent = text;
        button.append(part);
      }
      const lights = (on) => {
        const layer = this.layers.get(id);
        if (layer) layer.setStyle(on ? { weight: 3, color: this.data.colours.ink }
          : this.style(layer.feature));
      };
      button.onfocus = button.onmouseenter = () => lights(true);
      button.onblur = button.onmouseleave = () => lights(false);
      button.onclick = ({ detail }) => {
        this.byKey = detail === 0;
        this.open(id);
      };
      row.append(button);
      return row;
    });
    this.list.parentElement.hidden = !rows.length;
    const at = [...this.list.querySelectorAll("button")].indexOf(document.activeElement);
    this.list.replaceChildren(...rows);
    if (at >= 0) this.list.querySelectorAll("button")[Math.min(at, rows.length - 1)]?.focus();
  }

  away() {
    this.watcher.disconnect();
    this.map.remove();
  }
}

/* Called with every answer for the map in `place`; draws the newest where several overtake. */
export async function show({ data, parentElement: place, setTriggerValue }, root) {
  const turn = (place.turn ?? 0) + 1;
  place.turn = turn;
  const said = place.querySelector(".lp-map-said");
  try {
    const lines = shapes(root, data.rings);
    const [L, land] = await Promise.all([leaflet(root), shapes(root, data.shapes)]);
    if (place.turn !== turn) return;
    said.textContent = "";
    place.picture ??= new Picture(L, place);
    place.picture.update(data, land, (id) => setTriggerValue("opened", id));
    // The land is there first; what lies on it follows as soon as it has come.
    const rings = await lines;
    if (place.turn === turn) place.picture.draw(rings);
  } catch (error) {
    said.textContent = `The map could not be drawn: ${error.message} The table below has the same figures.`;
  }
}

/* Called when the map leaves the page. */
export function leave(place) {
  place.turn = (place.turn ?? 0) + 1;
  place.picture?.away();
  delete place.picture;
}
