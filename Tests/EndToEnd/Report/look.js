// What a reader would see of the page: evaluated in it, gives a list of faults.
(() => {
  const faults = [];
  const name = (node) => {
    const own = node.id ? "#" + node.id : node.classList && node.classList.length
      ? "." + [...node.classList].join(".") : "";
    return node.nodeName.toLowerCase() + own + " '" + (node.textContent || "").trim().slice(0, 40) + "'";
  };
  for (const closed of document.querySelectorAll("details")) closed.open = true;

  // Nothing is wider than the window, but for what scrolls by itself.
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width)
    faults.push("the page is " + document.documentElement.scrollWidth + " wide in " + width);
  const scrolls = (node) => node.closest(".scroll, nav ul, .passage, .first, .skip, pre");
  for (const node of document.querySelectorAll("body *")) {
    const box = node.getBoundingClientRect();
    if (box.width > 0 && box.right > width + 1 && !scrolls(node) && !node.closest("svg"))
      faults.push("beyond the right edge: " + name(node));
  }

  // Every plot has a size, numbers for coordinates, and its labels within its picture.
  for (const plot of document.querySelectorAll("svg")) {
    const box = plot.getBoundingClientRect();
    if (box.width < 20 || box.height < 4) faults.push("no size: " + name(plot));
    if (!plot.getAttribute("aria-label")) faults.push("no label: " + name(plot));
    if (/NaN|inf/i.test(plot.outerHTML.replace(/>[^<]*</g, "><").replace(/aria-label="[^"]*"/g, "")))
      faults.push("not a number in " + name(plot));
    for (const label of plot.querySelectorAll("text")) {
      const text = label.getBoundingClientRect();
      if (text.left < box.left - 3 || text.right > box.right + 8)
        faults.push("label outside its plot: " + name(label));
    }
    const labels = [...plot.querySelectorAll("text")].map((label) => label.getBoundingClientRect());
    labels.forEach((one, place) => {
      for (const other of labels.slice(place + 1))
        if (one.left < other.right - 1 && other.left < one.right - 1 &&
            one.top < other.bottom - 3 && other.top < one.bottom - 3)
          faults.push("labels overlap in " + plot.getAttribute("aria-label"));
    });
  }

  // All text stands out from what is behind it: 4.5 to 1 (WCAG 2.2, AA).
  const parse = (color) => {
    const canvas = parse.canvas || (parse.canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3]));
  const background = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color[3] > 0) layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = (color) => {
    const [r, g, b] = color.map((c) => {
      const s = c / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const seen = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || node.closest("script, style, title, .skip")) continue;
    const style = getComputedStyle(node);
    const key = [node.nodeName, node.className.baseVal || node.className, style.color, style.fill].join();
    if (seen.has(key)) continue;
    seen.add(key);
    const behind = background(node);
    const front = over(parse(node.closest("svg") ? style.fill : style.color), behind);
    const [a, b] = [light(front), light(behind)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) faults.push("contrast " + ratio.toFixed(2) + ": " + name(node));
  }
  return [...new Set(faults)];
})()
