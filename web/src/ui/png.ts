/** A drawn chart as a picture. */
import { saveFile } from "./csv";

const SCALE = 2;
/** What the styles of the page give a drawing, and a copy of it outside of the page would lose. */
const INHERITED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity"];

/** Room above the drawing for what it is called: a picture goes into reports without its page. */
const HEAD_PX = 40;
const MARGIN_PX = 12;

export async function savePng(name: string, chart: HTMLElement): Promise<void> {
  const drawing = chart.querySelector<SVGSVGElement>("svg.recharts-surface");
  if (!drawing) return;
  const { width, height, left, top } = drawing.getBoundingClientRect();
  const image = new Image(width * SCALE, height * SCALE);
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(drawing, width, height))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = (width + 2 * MARGIN_PX) * SCALE;
  canvas.height = (height + HEAD_PX + MARGIN_PX) * SCALE;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const page = getComputedStyle(document.body);
  pen.fillStyle = page.backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(SCALE, SCALE);
  pen.textBaseline = "middle";
  pen.fillStyle = page.color;
  pen.font = `600 16px ${page.fontFamily}`;
  pen.fillText(name, MARGIN_PX, HEAD_PX / 2);
  pen.translate(MARGIN_PX, HEAD_PX);
  pen.drawImage(image, 0, 0, width, height);
  pen.translate(-left, -top);
  for (const line of drawing.querySelectorAll<SVGElement>("tspan, text:not(:has(tspan))")) write(pen, line, getComputedStyle(line).fill);
  drawLegend(pen, chart);
  canvas.toBlob((picture) => {
    if (picture) saveFile(`${name}.png`, picture);
  }, "image/png");
}

/** Where the page has it, in the font of the page, which a drawing outside of the page does not have. */
function write(pen: CanvasRenderingContext2D, line: Element, color: string): void {
  const { left, top, height } = line.getBoundingClientRect();
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(line);
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  pen.fillStyle = color;
  pen.fillText(line.textContent, left, top + height / 2);
}

/** The legend is beside the drawing, not in it. */
function drawLegend(pen: CanvasRenderingContext2D, chart: HTMLElement): void {
  for (const name of chart.querySelectorAll<HTMLElement>("[class*='legendItemName']")) {
    const marks = name.parentElement?.querySelectorAll<HTMLElement>("*") ?? [];
    const mark = Array.from(marks).find((one) => getComputedStyle(one).backgroundColor !== "rgba(0, 0, 0, 0)");
    if (mark) {
      const { left, top, width, height } = mark.getBoundingClientRect();
      pen.fillStyle = getComputedStyle(mark).backgroundColor;
      pen.beginPath();
      pen.arc(left + width / 2, top + height / 2, width / 2, 0, 2 * Math.PI);
      pen.fill();
    }
    write(pen, name, getComputedStyle(name).color);
  }
}

function standalone(drawing: SVGSVGElement, width: number, height: number): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const copies = copy.querySelectorAll<SVGElement>("*");
  drawing.querySelectorAll<SVGElement>("*").forEach((element, index) => {
    const style = getComputedStyle(element);
    for (const name of INHERITED) copies[index]?.style.setProperty(name, style.getPropertyValue(name));
  });
  for (const text of copy.querySelectorAll("text")) text.remove();
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  return new XMLSerializer().serializeToString(copy);
}
