"""Why a test of another model did not pass, in Chinese and English."""

from policy._values import Text

REASONS: dict[str, Text] = {
    "output": {"zh": "映射文件没有说明输出变量 {name}。", "en": "The mapping does not know the output {name}."},
    "ignored": {"zh": "映射文件略过了 {name}：{why}", "en": "The mapping leaves out {name}: {why}"},
    "inputs": {"zh": "未映射或该日无取值：{names}。", "en": "Not mapped, or no value on that day: {names}."},
    "place": {"zh": "变量 {name} 没有对应到任何地区。", "en": "The variable {name} names no place of the mapping."},
    "refused": {"zh": "我们的规则不接受这些事实：{why}", "en": "Our rules refuse the facts: {why}"},
    "unknown": {"zh": "我们的规则无法作答，缺少：{names}。", "en": "Our rules cannot say; missing: {names}."},
    "differs": {"zh": "数值不同。", "en": "Another value."},
}  # fmt: skip
