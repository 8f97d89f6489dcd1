/// The look of the pages: plain, legible by day and, where the machine is set to dark, in a dark room.
enum DutyStyle {
    static let text = """
        :root{color-scheme:light dark;--line:#c4c4c4;--late:#fdeaea;--p0:#b00020;--banner:#b00020;--quiet:#555}\
        @media(prefers-color-scheme:dark){:root{--line:#3c3c3c;--late:#351a1c;--p0:#ff8a8a;--banner:#8c1d2b;--quiet:#aaa}}\
        body{font:16px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;margin:1rem auto;max-width:85rem;padding:0 1rem}\
        header{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 1.5rem}h1{font-size:1.5rem;margin:0}\
        h2{font-size:1.15rem;margin:1.2rem 0 .4rem}p{margin:.3rem 0}\
        #banner{position:sticky;top:0;background:var(--banner);color:#fff;padding:.6rem 1rem;font-weight:600;z-index:1}\
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%}\
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}\
        tr.late td{background:var(--late)}.p0{color:var(--p0);font-weight:700}.late .due{color:var(--p0);font-weight:700}\
        td small,.quiet{color:var(--quiet)}.id,th{white-space:nowrap}\
        .counts{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0}\
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:var(--quiet)}dd{margin:0}\
        .said{white-space:pre-line;overflow-wrap:anywhere}.what{display:inline-block;min-width:14rem}main.old{opacity:.75}
        """
}
