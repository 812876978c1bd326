// What a test wants to know about an open page: does it fit, can it be read, in which order are its headings?
(() => {
  const luminance = (colour) => {
    const part = (value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    };
    const [red, green, blue] = colour.map(part);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const colour = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = colour(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const contrast = (element) => {
    const front = luminance(colour(getComputedStyle(element).color).slice(0, 3));
    const back = luminance(behind(element));
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  };
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const name = (element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} ${element.textContent.trim().slice(0, 40)}`;
  const shown = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility() && !element.closest(".hidden, svg"));
  const room = document.documentElement.clientWidth;
  return {
    width: document.documentElement.scrollWidth,
    room: window.innerWidth,
    wide: shown.filter((element) => element.getBoundingClientRect().right > room + 1 && !element.closest(".scroll")).map(name),
    faint: shown.filter((element) => speaks(element) && contrast(element) < 4.5).map((element) => `${contrast(element).toFixed(2)} ${name(element)}`),
    small: shown.filter((element) => speaks(element) && parseFloat(getComputedStyle(element).fontSize) < 12).map(name),
    headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.tagName[1])),
    closed: document.querySelectorAll("details:not([open])").length,
    first: Math.round(document.querySelector("#first-h, h2").getBoundingClientRect().top),
  };
})()
