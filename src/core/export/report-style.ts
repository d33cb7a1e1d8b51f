/** The style of the HTML report: light and dark, from 360 pixels to paper. It loads nothing: fonts are the reader's own. */
import { markup } from './markup.ts'

/** CSS for one `style` element. */
export const REPORT_STYLE = markup`
:root{color-scheme:light dark;--paper:#fff;--card:#fff;--ink:#1c2126;--quiet:#5b6670;--line:#d9dee3;--fill:#f4f6f8;--link:#0b5cad;
--error:#b3261e;--error-fill:#fdeceb;--warning:#8a5a00;--warning-fill:#fdf3dc;--info:#0b5cad;--info-fill:#e8f1fb;--ok:#1b6e35;--ok-fill:#e7f5eb;
--icmp:#7a3aa8;--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--paper:#14181c;--card:#1a1f24;--ink:#e4e8ec;--quiet:#9aa5b0;--line:#353d45;--fill:#22282e;--link:#79b8ff;
--error:#ff8a80;--error-fill:#3c1f1e;--warning:#f0c060;--warning-fill:#372b12;--info:#79b8ff;--info-fill:#17293d;--ok:#7fd494;--ok-fill:#17301f;
--icmp:#cf9df0}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem 1rem 3rem;max-width:56rem;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.3;margin:.6rem 0 .8rem;text-wrap:balance}
h2{font-size:1.15rem;line-height:1.35;margin:0 0 .5rem}
h3{font-size:.95rem;margin:1.3rem 0 .4rem}
p{margin:.4rem 0}
ul{margin:.3rem 0;padding-left:1.3rem}
li{margin:.25rem 0}
a{color:var(--link)}
code,pre{font-family:var(--mono);font-size:.88em}
details{font-size:.9rem}
summary,.quiet,.inputs,.total,footer,small{color:var(--quiet)}
.inputs{list-style:none;padding:0;font-size:.9rem}
details .inputs{font-size:1em;padding-left:1.1rem}
.total{font-size:.9rem}
.fault{color:var(--error);margin:.1rem 0}
.badge{display:inline-block;padding:.05rem .5rem;border-radius:.7rem;font-size:.78rem;font-weight:600;white-space:nowrap;border:1px solid currentColor}
.badge.error{color:var(--error);background:var(--error-fill)}
.badge.warning{color:var(--warning);background:var(--warning-fill)}
.badge.info{color:var(--info);background:var(--info-fill)}
.badge.ok{color:var(--ok);background:var(--ok-fill)}
section{margin:1.5rem 0;padding:1.1rem 1.2rem;border:1px solid var(--line);border-left:4px solid var(--line);border-radius:.4rem;background:var(--card);scroll-margin-top:1rem}
section.error{border-left-color:var(--error)}
section.warning{border-left-color:var(--warning)}
section.info{border-left-color:var(--info)}
section.ok{border-left-color:var(--ok)}
.summary{font-size:1.05rem}
.certainty{margin-top:.8rem;font-weight:600}
.standards{font-size:.85rem}
h2 .ends{display:block;font:400 .88rem/1.5 var(--mono);color:var(--quiet)}
.ends span{display:inline-block}
nav{margin:1.5rem 0}
table{border-collapse:collapse;width:100%;margin:.6rem 0 1.2rem;font-size:.92rem}
th{text-align:left;font-size:.8rem;color:var(--quiet);font-weight:600}
th,td{padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th:last-child,td:last-child{padding-right:0}
td .ends{display:block;font:.85em/1.5 var(--mono);color:var(--quiet)}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.figure small{white-space:normal}
td code{white-space:nowrap}
.packets{display:inline-block;padding:0 .4rem;border-radius:.3rem;background:var(--fill);color:var(--quiet);font-size:.82rem;white-space:nowrap}
pre{margin:.5rem 0;padding:.6rem .8rem;background:var(--fill);border:1px solid var(--line);border-radius:.3rem;white-space:pre-wrap;overflow-wrap:anywhere}
figure{margin:1.1rem 0;overflow-x:auto}
figcaption{display:flex;flex-wrap:wrap;gap:0 1rem;margin-bottom:.3rem;font:600 .8rem/1.4 var(--mono)}
figcaption span:last-child{margin-left:auto;text-align:right}
figcaption small{display:block;font-weight:400}
svg.ladder{display:block;overflow:visible;min-width:200px}
.ladder text{font:12px var(--mono);fill:var(--ink)}
.ladder .number,.ladder .time{font-size:11px;text-anchor:end;fill:var(--quiet)}
.ladder .evidence .number{font-weight:700;fill:var(--ink)}
.ladder .words{text-anchor:middle}
.ladder .life{stroke:var(--line);stroke-width:2}
.ladder .arrow line{stroke:var(--ink);stroke-width:1.4}
.ladder .arrow path,.ladder .arrow circle{fill:var(--ink)}
.ladder .reset line{stroke:var(--error);stroke-width:2}
.ladder .reset path,.ladder .reset circle,.ladder .reset .words{fill:var(--error)}
.ladder .repeated line{stroke:var(--warning)}
.ladder .repeated path,.ladder .repeated .words{fill:var(--warning)}
.ladder .icmp line{stroke:var(--icmp);stroke-dasharray:6 4;stroke-width:1.6}
.ladder .icmp path,.ladder .icmp circle,.ladder .icmp .words{fill:var(--icmp)}
.ladder .mark{fill:var(--warning);font-weight:700}
.ladder .wait rect{fill:var(--fill)}
.ladder .gap .words,.ladder .wait .words{fill:var(--quiet)}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));gap:.5rem 1.5rem;margin:1.3rem 0 0;padding-top:.9rem;border-top:1px solid var(--line);font-size:.88rem}
dt{color:var(--quiet);font-size:.8rem}
dd{margin:0}
.up{margin:.8rem 0 0;font-size:.82rem;text-align:right}
footer{margin-top:2rem;font-size:.82rem}
@media (max-width:34rem){body{padding:1rem .75rem 2rem}h1{font-size:1.3rem}section{padding:.9rem .8rem}
.counts .example{display:none}th,td{padding-right:.5rem}.sections thead{display:none}.sections tr,.sections td{display:block}.sections tr{padding:.5rem 0;border-bottom:1px solid var(--line)}.sections td{padding:.1rem 0;border:0}}
@media print{:root{color-scheme:light;--error-fill:#fff;--warning-fill:#fff;--info-fill:#fff;--ok-fill:#fff;--paper:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb;--fill:#f4f4f4;--link:#000;--error:#b3261e;--warning:#7a5000;--info:#0b4a8f;--ok:#1b6e35;--icmp:#6a2f94}
body{max-width:none;padding:0;font-size:11pt}.up{display:none}section{border-radius:0}figure,pre,table{break-inside:avoid}h2,h3{break-after:avoid}a{text-decoration:none}
svg.ladder{break-inside:avoid}}
`
