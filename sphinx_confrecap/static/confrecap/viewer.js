// The viewer: the photos of a gallery in a native <dialog>, a scroll-snap slide for each.
// Without this script a click on a photo opens the large picture.

const links = [...document.querySelectorAll("[data-viewer] a[data-pswp-width]")];
let dialog, slides, group, current;

const hash = (link) => "#" + link.closest("figure").id;

const make = (name, parent, properties) =>
  parent.appendChild(Object.assign(document.createElement(name), properties));

function slide(link) {
  const figure = make("figure", slides);
  const picture = figure.appendChild(link.querySelector("picture").cloneNode(true));
  for (const part of picture.children) part.sizes = `min(100vw, ${link.dataset.pswpWidth}px)`;
  const host = link.closest("[data-viewer]");
  const said = [link.parentNode.querySelector("figcaption"), host.querySelector(":scope > p")].filter(Boolean);
  if (!said[0]) return;
  const caption = make("figcaption", figure);
  for (const part of said) caption.append(...part.cloneNode(true).childNodes, " ");
  for (const part of caption.querySelectorAll("[id]")) part.removeAttribute("id");
}

function open(link) {
  const host = link.closest("[data-viewer]");
  const words = host.dataset;
  if (dialog) dialog.remove();
  group = links.filter((other) => host.contains(other));
  dialog = make("dialog", document.body, { className: "confrecap-viewer", ariaLabel: words.viewer });
  const button = (name, text, action) =>
    make("button", dialog, { type: "button", className: name, textContent: text, ariaLabel: words[name], onclick: action });
  button("close", "×", () => dialog.close());
  slides = make("div", dialog, { className: "slides", tabIndex: 0, ariaLabel: words.viewer, role: "group" });
  group.forEach(slide);
  if (group.length > 1) {
    button("previous", "‹", () => go(current - 1));
    button("next", "›", () => go(current + 1));
    make("p", dialog, { ariaLive: "polite" });
  }
  slides.onclick = ({ target }) => {
    if (target.matches("div, figure:not([data-zoom])")) dialog.close();
  };
  slides.ondblclick = ({ target, clientX, clientY }) => {
    if (target.tagName != "IMG") return;
    const { left, top, width, height } = target.getBoundingClientRect();
    const figure = target.closest("figure");
    figure.toggleAttribute("data-zoom");
    figure.scrollTo(
      ((clientX - left) / width) * figure.scrollWidth - figure.clientWidth / 2,
      ((clientY - top) / height) * figure.scrollHeight - figure.clientHeight / 2,
    );
  };
  dialog.onclose = () => {
    dialog.remove();
    dialog = null;
    group[current].focus(); // the photo last seen
    if (asked()) history.back();
  };
  dialog.showModal();
  const seen = new IntersectionObserver(
    // What the entries say may be past when they come: a key was faster.
    () => settle(Math.round(Math.abs(slides.scrollLeft) / slides.clientWidth)),
    { root: slides, threshold: 0.6 },
  );
  for (const figure of slides.children) seen.observe(figure);
  go(group.indexOf(link));
}

// On the way down: Sphinx turns pages with the arrows, and takes Escape for itself.
function press(event) {
  if (!dialog) return;
  event.stopPropagation();
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  const forward = getComputedStyle(slides).direction == "rtl" ? -1 : 1;
  const turn = { ArrowLeft: -forward, ArrowRight: forward }[key];
  const place = { Home: 0, End: group.length - 1 }[key] ?? current + turn;
  if (altKey || ctrlKey || metaKey || shiftKey || isNaN(place)) return;
  event.preventDefault();
  go(place);
}

function go(place) {
  const figure = slides.children[place];
  if (!figure) return;
  settle(place);
  figure.scrollIntoView({ behavior: "instant", inline: "start" });
}

function settle(place) {
  current = place;
  [...slides.children].forEach((figure, number) => {
    figure.inert = number != place;
    if (figure.inert) figure.removeAttribute("data-zoom");
    if (Math.abs(number - place) < 2) figure.querySelector("img").loading = "eager";
  });
  const link = group[place];
  history.replaceState({ confrecap: links.indexOf(link) }, "", hash(link));
  if (group.length < 2) return;
  const { position } = link.closest("[data-viewer]").dataset;
  const [previous, next, said] = [...dialog.children].slice(2);
  previous.ariaDisabled = place == 0;
  next.ariaDisabled = place == group.length - 1;
  said.textContent = position.replace("{number}", place + 1).replace("{total}", group.length);
}

// The address decides: Back closes, a link to a photo opens.
const asked = () =>
  links[history.state?.confrecap] ?? links.find((link) => location.hash.length > 1 && hash(link) == location.hash);

// Back goes to the photo last seen, not to where the page stood.
function push(number, address) {
  history.scrollRestoration = "manual";
  history.pushState({ confrecap: number }, "", address);
}

function follow() {
  const link = asked();
  if (link) open(link);
  else {
    history.scrollRestoration = "auto";
    dialog?.close();
  }
}

document.addEventListener("click", (event) => {
  const number = links.indexOf(event.target.closest("a"));
  if (number < 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  push(number, hash(links[number]));
  open(links[number]);
});
addEventListener("keydown", press, true);
addEventListener("popstate", follow);
addEventListener("load", follow); // not before: a browser that goes to a fragment takes the focus

const first = asked();
if (first && !history.state) {
  // Whoever comes by a link to a photo finds the page below it.
  const { href } = location;
  history.replaceState(null, "", location.pathname + location.search);
  push(links.indexOf(first), href);
}
