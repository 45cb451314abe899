"""The sentence for each fault of a file, in English and Chinese, by its code."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str]] = {
    # any file
    "encoding_utf16": (
        "the file is UTF-16; save it as UTF-8",
        "文件为 UTF-16 编码，请另存为 UTF-8",
    ),
    "encoding_unknown": (
        "the text is neither UTF-8 nor GB18030; save it as UTF-8",
        "文字既非 UTF-8 也非 GB18030，请另存为 UTF-8",
    ),
    "file_empty": ("there is nothing in the file", "文件是空的"),
    "file_is_page": (
        "this is a web page or XML under another name; open it in Excel and save it as .xlsx",
        "这其实是网页或 XML 格式，不是 Excel 工作簿；请用 Excel 打开，另存为 .xlsx 再上传",
    ),
    "nul_character": (
        "there is a NUL character; this is no text file",
        "含有 NUL 字符，不是文本文件",
    ),
    "not_a_number": (
        "“{found}” is no number; write digits with a point, such as 76.5",
        "“{found}”不是数字，请写成 76.5 这样的数字",
    ),
    "decimal_comma": (
        "“{found}” has a comma; write {remedy} with a point",
        "“{found}”中有逗号，请用小数点写成 {remedy}",
    ),
    "open_point": (
        "“{found}” lacks digits beside the point; write {remedy}",
        "“{found}”的小数点旁缺少数字，请写成 {remedy}",
    ),
    "number_too_long": ("“{found}” has too many digits", "“{found}”位数过多"),
    # entrants' sheet
    "not_a_sheet": (
        "this is no Excel workbook and no CSV file that can be read",
        "这不是可以读取的 Excel 工作簿或 CSV 文件",
    ),
    "sheet_locked": (
        "the workbook has a password; save it without one",
        "工作簿设有密码，请另存为无密码的文件",
    ),
    "sheet_too_large": (
        "the sheet is too large: at most {rows} rows and {columns} columns",
        "工作表过大：最多 {rows} 行、{columns} 列",
    ),
    "sheet_empty": (
        "there is no entrant below the headings",
        "表头下面没有选手",
    ),
    "sheet_without_names": (
        "no column “{heading}” in the first ten rows; use the template's headings",
        "前十行中没有“{heading}”列，请使用模板的表头",
    ),
    "first_sheet_without_names": (
        (
            "no column “{heading}” in the first ten rows of the sheet that was read, “{sheet}”; "
            "put the list on the first sheet, with the template's headings"
        ),
        "读的是工作表“{sheet}”，前十行中没有“{heading}”列；名单请放在第一张工作表，表头照模板填写",
    ),
    "workbook_empty": (
        "the workbook is empty: nothing stands on its sheets; fill in the list and save the file",
        "工作簿是空的，各张工作表里都没有内容；请填好名单、保存后再上传",
    ),
    "only_called_workbook": (
        "the file is called a workbook, but holds none; open it in Excel and save it as .xlsx",
        "文件名像 Excel 工作簿，内容却不是；请用 Excel 打开，另存为 .xlsx 再上传",
    ),
    "heading_twice": ("the column “{heading}” stands twice", "“{heading}”列出现了两次"),
    # rules file
    "toml_syntax": ("not valid TOML: {problem}", "TOML 语法有误：{problem}"),
    "toml_full_width": (
        "“{found}” is a full-width sign; write {remedy}",
        "“{found}”是全角符号，请写成 {remedy}",
    ),
    "toml_unquoted": (
        "there is no value that can be read; texts and figures stand in quotes",
        "没有可读的值，文字和数字须放在英文引号内",
    ),
    "unknown_key": (
        "unknown key “{key}”; did you mean “{nearest}”?",
        "未知的键“{key}”，是否想写“{nearest}”？",
    ),
    "missing_key": ("“{key}” is missing", "缺少“{key}”"),
    "wrong_schema": (
        "schema {found} is not known; this program reads schema = 1",
        "不认识 schema {found}，本程序只读 schema = 1",
    ),
    "wants_table": ("must be a table", "必须是一个表"),
    "wants_tables": ("must be a list of tables", "必须是表的列表"),
    "wants_text": ("must be text in quotes", "必须是带引号的文字"),
    "wants_figure_text": (
        'must be a figure in quotes, such as "{remedy}"',
        '必须是带引号的数字，例如 "{remedy}"',
    ),
    "wants_texts": ("must be a list of texts in quotes", "必须是带引号的文字的列表"),
    "wants_integer": (
        "must be a whole number from {lowest} to {highest}, without quotes",
        "必须是 {lowest} 到 {highest} 的整数，不带引号",
    ),
    "wants_flag": ("must be true or false", "必须是 true 或 false"),
    "wants_ranks": (
        "must be two whole numbers, first and last rank, such as [1, 3]",
        "必须是两个整数，即起止名次，例如 [1, 3]",
    ),
    "empty_text": ("must not be empty", "不能为空"),
    "unknown_choice": (
        "“{found}” is not one of {choices}; did you mean “{nearest}”?",
        "“{found}”不在 {choices} 之中，是否想写“{nearest}”？",
    ),
    "not_above_zero": ("must be above 0", "必须大于 0"),
    "below_zero": ("must not be below 0", "不能小于 0"),
    "fraction_range": ("must be above 0 and at most 1", "必须大于 0 且不超过 1"),
    "twice_the_same": ("“{key}” stands twice", "“{key}”出现了两次"),
    "reserved_key": (
        "“{key}” is reserved for deductions; choose another key",
        "“{key}”专用于扣分，请换一个键",
    ),
    "key_has_spaces": (
        "“{key}” begins or ends with a space; remove it",
        "“{key}”首尾有空格，请删去",
    ),
    "one_of": ("exactly one of {choices} is needed", "{choices} 之中必须且只能有一个"),
    "unknown_reference": (
        "no {thing} has the key “{found}”; did you mean “{nearest}”?",
        "没有键为“{found}”的 {thing}，是否想写“{nearest}”？",
    ),
    "nothing_to_refer_to": (
        "no {thing} has the key “{found}”; the rules have none at all",
        "没有键为“{found}”的 {thing}，规则中一个也没有",
    ),
    "panel_not_single": (
        'panel needs judging = "panel"',
        'panel 只能与 judging = "panel" 同用',
    ),
    "criteria_needed": (
        'trim = "criteria" needs [[rounds.criteria]]',
        'trim = "criteria" 需要 [[rounds.criteria]]',
    ),
    "standardise_totals": (
        'standardise works on judges\' totals; it needs trim = "totals"',
        'standardise 作用于评委总分，需要 trim = "totals"',
    ),
    "pass_above_full": (
        "pass mark {pass_mark} is above full mark {full_mark}",
        "合格线 {pass_mark} 高于满分 {full_mark}",
    ),
    "pass_down_needs_ranks": ("pass_down needs ranks", "pass_down 需要 ranks"),
    "settled_too_few": ("a tie has at least two entrants", "并列至少涉及两名参赛者"),
    "settled_contradicts": (
        "“{first}” and “{second}” are each put before the other",
        "“{first}”与“{second}”的先后相互矛盾",
    ),
    "settled_unknown": (
        "“{found}” has no row in the marks file; did you mean “{nearest}”?",
        "评分文件里没有“{found}”，是否想写“{nearest}”？",
    ),
    # marks file
    "no_header": (
        "the file is empty; its first line must be {columns}",
        "文件为空，第一行必须是 {columns}",
    ),
    "missing_column": ("the header lacks the column “{name}”", "表头缺少“{name}”列"),
    "unknown_column": (
        "unknown column “{name}”; did you mean “{nearest}”?",
        "未知的列“{name}”，是否想写“{nearest}”？",
    ),
    "staff_empty": (
        "the list has no people; a row holds name and role, as in “李娜, 评委”",
        "名单中没有人员；每行写姓名和角色，例如“李娜，评委”",
    ),
    "column_twice": ("the column “{name}” stands twice", "“{name}”列出现了两次"),
    "csv_syntax": ("the line can't be read as CSV: {problem}", "该行不是有效的 CSV：{problem}"),
    "too_many_lines": (
        "more than {most} lines; delete the empty ones",
        "超过 {most} 行，请删去空行",
    ),
    "too_many_cells": (
        "{found} cells where the header has {wanted}; a decimal comma or an unquoted comma?",
        "有 {found} 格而表头只有 {wanted} 格，是否多了逗号或把小数点写成了逗号？",
    ),
    "other_separator": (
        "the cells are separated by “{found}”; save the file as CSV with commas “,”",
        "各格之间用“{found}”分隔，请另存为用英文逗号“,”分隔的 CSV",
    ),
    "separator_line": (
        "“{found}” is no header; remove this line",
        "“{found}”不是表头，请删去这一行",
    ),
    "control_character": (
        "“{found}” contains a control character or an invisible one; type it anew",
        "“{found}”含有控制字符或不可见字符，请重新输入",
    ),
    "no_entrant": ("the entrant is missing", "缺少参赛号"),
    "unknown_in_marks": (
        "unknown {thing} “{found}”; the rules know {known}; did you mean “{nearest}”?",
        "未知的 {thing}“{found}”，规则中有 {known}，是否想写“{nearest}”？",
    ),
    "none_in_rules": (
        "{thing} “{found}”, but the rules know none",
        "出现 {thing}“{found}”，但规则中没有",
    ),
    "state_comma": (
        "unknown state “{found}”; was the mark meant as {remedy}, with a point for the comma?",
        "未知的状态“{found}”，评分是否应为 {remedy}（逗号应为小数点）？",
    ),
    "state_misplaced": (
        "state “{found}” can't stand here: {state_rule}",
        "状态“{found}”不能写在这里：{state_rule}",
    ),
    "mark_and_state": (
        "a row has a mark or the state “{found}”, not both",
        "一行或写评分或写状态“{found}”，不能兼有",
    ),
    "neither_mark_nor_state": (
        "neither a mark nor a state; leave the row out or give a state",
        "既无评分也无状态，请删去该行或填写状态",
    ),
    "judge_not_wanted": (
        "round “{round}” is judged singly; leave the judge empty",
        "“{round}”为单一评分，评委一栏须留空",
    ),
    "judge_missing": (
        "round “{round}” is judged by a panel; name the judge",
        "“{round}”由评委组评分，须写明评委",
    ),
    "criterion_missing": (
        "round “{round}” has criteria; name one of {known}",
        "“{round}”分项评分，须写明 {known} 之一",
    ),
    "measure_missing": (
        "a mark without a round is a measure; name it under criterion",
        "没有轮次的数值是记录项，须在 criterion 栏写明",
    ),
    "measure_judge": ("a measure has no judge; leave it empty", "记录项没有评委，请留空"),
    "mark_below_zero": ("mark {found} is below 0", "评分 {found} 小于 0"),
    "penalty_below_zero": (
        "a deduction is written without a minus sign: {remedy}",
        "扣分不带负号，请写成 {remedy}",
    ),
    "mark_above_full": (
        "mark {found} is above the full mark {full_mark}",
        "评分 {found} 超过满分 {full_mark}",
    ),
    "mark_off_step": (
        "mark {found} is not a multiple of the step {step}",
        "评分 {found} 不是最小计分单位 {step} 的整数倍",
    ),
    "mark_twice": (
        "the same mark already stands on line {first_line}",
        "同一评分已出现在第 {first_line} 行",
    ),
    "absent_with_mark": (
        "entrant “{entrant}” is absent in round “{round}” here, but has a mark there",
        "参赛者“{entrant}”此处在“{round}”缺考，却另有评分",
    ),
    "differs": (
        "{name} of entrant “{entrant}” is “{found}” here and “{first}” before",
        "参赛者“{entrant}”的 {name} 此处为“{found}”，前面为“{first}”",
    ),
    "group_missing": (
        "entrant “{entrant}” has no group; the rules know {known}",
        "参赛者“{entrant}”没有组别，规则中有 {known}",
    ),
    "held_level_range": (
        "“{found}” is no level; write 1 to 5 or leave it empty",
        "“{found}”不是等级，请写 1 到 5 或留空",
    ),
    # expected results
    "not_a_rank": ("“{found}” is no rank; write a whole number", "“{found}”不是名次，请写整数"),
    "entrant_twice": (
        "entrant “{entrant}” already stands on line {first_line}",
        "参赛者“{entrant}”已出现在第 {first_line} 行",
    ),
}
